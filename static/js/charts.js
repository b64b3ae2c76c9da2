// Still charts come alive when they come near: the chart library is fetched once, the data whenever it has changed.
// The still drawing keeps the room and stays wherever anything fails. Nothing here moves by itself, so there is no motion to reduce.
const CONFIG = { displayModeBar: false, displaylogo: false, showSendToCloud: false, plotlyServerURL: "", responsive: true, doubleClick: false };
const NARROW = 560; // pixels, as the still drawings in charts.css
const root = document.documentElement;
const specs = new Map(); // address → { tag, text }
const lives = new Map(); // id of a figure → { figure, live, width when drawn }
let library = null;
let colours = new Map();

const near = new IntersectionObserver(come, { rootMargin: "300px 0px" });
const sizes = new ResizeObserver(resized);

watch();
document.addEventListener("readiness:changed", () => { watch(); for (const { figure } of lives.values()) show(figure); });
new MutationObserver(repaint).observe(root, { attributes: true, attributeFilter: ["data-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);

// --- which charts -----------------------------------------------------------------------------------------------

function watch() {
  for (const [id, { figure }] of lives) if (!figure.isConnected) adopt(id);
  for (const figure of document.querySelectorAll("[data-chart-src]")) if (lives.get(figure.id)?.figure !== figure) near.observe(figure);
}

// A figure the server has written anew keeps the living chart of the one before it.
function adopt(id) {
  const { live } = lives.get(id);
  const figure = document.getElementById(id);
  sizes.unobserve(live.parentElement);
  if (figure?.dataset.chartSrc) {
    place(figure, live);
  } else {
    lives.delete(id);
    window.Plotly?.purge(live);
  }
}

function come(entries) {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    show(target);
  }
}

function resized(entries) {
  for (const { target } of entries) {
    const figure = target.closest("[data-chart-src]");
    const spec = specs.get(figure?.dataset.chartSrc);
    if (spec && Math.abs(target.clientWidth - (lives.get(figure.id)?.width ?? 0)) > 1) draw(figure, spec.text);
  }
}

function repaint() {
  colours = new Map();
  for (const { figure } of lives.values()) {
    const spec = specs.get(figure.dataset.chartSrc);
    if (spec) draw(figure, spec.text);
  }
}

// --- one chart --------------------------------------------------------------------------------------------------

async function show(figure) {
  try {
    const [, text] = await Promise.all([load(), ask(figure.dataset.chartSrc)]);
    if (figure.isConnected) await draw(figure, text);
  } catch (error) {
    console.info(`The chart ${figure.id} stays still: ${error.message}`);
  }
}

async function draw(figure, text) {
  const box = figure.querySelector(".chart-box");
  const live = lives.get(figure.id)?.live ?? place(figure, coming());
  live.setAttribute("aria-label", box.querySelector("svg").getAttribute("aria-label"));
  if (!box.clientWidth) return; // out of sight for now; it is drawn when it gets a size
  lives.get(figure.id).width = box.clientWidth;
  const { data, layout } = fitted(painted(text), box.clientWidth, box.clientHeight);
  await window.Plotly.react(live, data, layout, CONFIG);
  live.removeAttribute("aria-busy");
}

function coming() {
  const live = document.createElement("div");
  live.className = "chart-live";
  live.setAttribute("role", "img");
  live.setAttribute("aria-busy", "true");
  return live;
}

function place(figure, live) {
  lives.set(figure.id, { figure, live });
  const box = figure.querySelector(".chart-box");
  box.append(live);
  sizes.observe(box);
  return live;
}

async function ask(address) {
  const known = specs.get(address);
  const headers = known?.tag ? { "If-None-Match": known.tag } : {};
  const answer = await fetch(address, { headers, cache: "no-store", credentials: "same-origin" });
  if (answer.status === 304) return known.text;
  if (!answer.ok || answer.redirected) throw new Error(`the server answered ${answer.status}`);
  const text = await answer.text();
  specs.set(address, { tag: answer.headers.get("ETag"), text });
  return text;
}

// The library's style sheet comes first: finding it, the library adds no styles of its own, which our policy would refuse.
function load() {
  library ??= sheet().then(script).catch((error) => { library = null; throw error; });
  return library;
}

function sheet() {
  return added("link", { rel: "stylesheet", id: "plotly.js-style-global", className: "no-inline-styles", href: root.dataset.plotlyCss });
}

function script() {
  return added("script", { src: root.dataset.plotlyJs });
}

function added(name, properties) {
  return new Promise((resolve, reject) => {
    const node = Object.assign(document.createElement(name), properties);
    node.addEventListener("load", resolve);
    node.addEventListener("error", () => { node.remove(); reject(new Error(`${name} did not load`)); });
    document.head.append(node);
  });
}

// --- colours and labels -----------------------------------------------------------------------------------------

function painted(text) {
  const spec = JSON.parse(text, (_, value) => (typeof value === "string" && value.startsWith("var(--chart-") ? colour(value) : value));
  spec.layout.font.family = getComputedStyle(document.body).fontFamily;
  return spec;
}

// A colour of the style sheet as the library reads it, however it is written there.
function colour(name) {
  if (!colours.has(name)) {
    const probe = document.createElement("span");
    probe.style.color = name;
    document.body.append(probe);
    const pen = document.createElement("canvas").getContext("2d");
    pen.fillStyle = getComputedStyle(probe).color;
    probe.remove();
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    colours.set(name, `rgba(${red},${green},${blue},${(alpha / 255).toFixed(3)})`);
  }
  return colours.get(name);
}

// What the server cannot know: how wide and high the chart is. Labels get the room they need, or say less.
function fitted(spec, width, height) {
  const { layout } = spec;
  const rooms = layout.meta;
  if (!rooms) return spec;
  const { margin, annotations } = layout;
  const whole = width - margin.l;
  if (rooms.today) margin.r = Math.max(12, whole - (whole - 16 - rooms.label) / rooms.today);
  Object.assign(layout.xaxis, { tickmode: "array" }, width < NARROW ? rooms.ticks.narrow : rooms.ticks.wide);
  const plot = whole - margin.r;
  const named = (name) => annotations.filter((label) => label.name === name);
  named("phase").forEach((label, n) => shorten(label, rooms.phases[n] * plot - 8, label.text.split(":")[0], String(n + 1)));
  named("plan").forEach((label) => shorten(label, plot * (1 - share(label.x, layout.xaxis.range)) - 8, "Plan"));
  named("today").forEach((label) => { if (share(label.x, layout.xaxis.range) * plot < 40) Object.assign(label, { xanchor: "left", xshift: 4 }); });
  spread(named("end"), layout.yaxis.range[1], height - margin.t - margin.b);
  return spec;
}

function share(day, [first, last]) {
  return (new Date(day) - new Date(first)) / (new Date(last) - new Date(first));
}

function shorten(label, room, ...shorter) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${label.font?.size ?? 12}px ${getComputedStyle(document.body).fontFamily}`;
  label.text = [label.text, ...shorter].find((text) => pen.measureText(text.replace(/&\w+;/g, "<")).width <= room) ?? "";
  label.visible = label.text !== "";
}

// Labels at the line ends keep the height of a line from each other, and stay within the plot.
function spread(labels, top, height) {
  const gap = (15 * top) / height;
  labels.reverse().sort((a, b) => a.y - b.y);
  labels.reduce((floor, label) => { label.y = Math.max(label.y, floor); return label.y + gap; }, gap / 2);
  labels.reduceRight((ceiling, label) => { label.y = Math.min(label.y, ceiling); return label.y - gap; }, top - gap / 2);
}
