"""Try the reader on generated and mutated documents, and on hostile shapes of growing size.

python tools/trials_reader.py [--count 100000] [--seed 1] [--first 0] [--processes 2] [--only NUMBER] [--growth]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from multiprocessing import Pool
from pathlib import Path
from random import Random

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.trials.documents import document
from tools.trials.growth import LARGE, Growth, growth
from tools.trials.mutations import mutated
from tools.trials.shrink import shrunk
from tools.trials.verdicts import Outcome, judge

SHOWN = 40
AGAIN = 10  # every tenth document is read twice


def the_document(seed: int, number: int) -> bytes:
    """Give one document; the same seed and number always give the same bytes."""
    chance = Random(f"{seed}:{number}")  # noqa: S311 — to be repeatable is what it is for
    return mutated(document(chance), chance)


def trial(task: tuple[int, int]) -> tuple[int, int, Outcome]:
    """Judge one document, given by seed and number; give its number, its size and what became of it."""
    seed, number = task
    raw = the_document(seed, number)
    return number, len(raw), judge(raw, again=number % AGAIN == 0)


def trials(seed: int, numbers: Iterable[int], processes: int) -> Iterator[tuple[int, int, Outcome]]:
    """Judge the documents of these numbers, in any order."""
    tasks = ((seed, number) for number in numbers)
    if processes == 1:
        yield from map(trial, tasks)
        return
    with Pool(processes) as pool:
        yield from pool.imap_unordered(trial, tasks, chunksize=50)


def main() -> int:
    """Run the trials, print the summary; return 1 if anything is wrong."""
    asked = _arguments()
    if asked.only is not None:
        return _one(asked.seed, asked.only)
    failed = False
    if asked.count:
        failed = _generated(asked.seed, range(asked.first, asked.first + asked.count), asked.processes)
    if asked.growth:
        failed = _growing(asked.shape) or failed
    return int(failed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools/trials_reader.py", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="how many documents (default: 100,000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other documents")
    parser.add_argument("--first", type=int, default=0, help="the number to begin with")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", type=int, metavar="NUMBER", help="judge one document and shrink it if it fails")
    parser.add_argument("--growth", action="store_true", help="also measure hostile shapes at 256 kB and 512 kB")
    parser.add_argument("--shape", action="append", help="only these shapes; may be given more than once")
    return parser.parse_args()


def _generated(seed: int, numbers: range, processes: int) -> bool:
    began = time.monotonic()
    ends: Counter[str] = Counter()
    failures: list[tuple[int, Outcome]] = []
    size = slowest = 0.0
    for done, (number, length, outcome) in enumerate(trials(seed, numbers, processes), 1):
        ends[outcome.end] += 1
        size += length
        slowest = max(slowest, outcome.seconds)
        if outcome.wrong:
            failures.append((number, outcome))
        if done % 10_000 == 0:
            print(f"{done:,} documents, {len(failures):,} failures …", file=sys.stderr, flush=True)
    told = ", ".join(f"{times:,} {end}" for end, times in sorted(ends.items()))
    print(
        f"{len(numbers):,} documents of seed {seed} ({size / 1e6:,.0f} MB): {told}; the slowest took {slowest:.2f} s."
    )
    print(f"{len(failures):,} failures in {time.monotonic() - began:,.0f} s.")
    _show(seed, failures)
    return bool(failures)


def _show(seed: int, failures: Iterable[tuple[int, Outcome]]) -> None:
    """Print failures, one line for each kind of them and the numbers of the documents that show it."""
    kinds: dict[str, list[int]] = {}
    for number, outcome in sorted(failures):
        for wrong in outcome.wrong:
            kinds.setdefault("".join("#" if char.isdigit() else char for char in wrong)[:110], []).append(number)
    for kind, numbers in sorted(kinds.items(), key=lambda each: -len(each[1]))[:SHOWN]:
        print(f"  {len(numbers):>6} × {kind}   e.g. --seed {seed} --only {numbers[0]}")


def _one(seed: int, number: int) -> int:
    raw = the_document(seed, number)
    outcome = judge(raw, again=True)
    print(f"{len(raw):,} bytes, {outcome.end} in {outcome.seconds:.3f} s")
    for wrong in outcome.wrong:
        print(f"  {wrong}")
    if outcome.wrong:
        print(f"The shortest that fails likewise:\n{shrunk(raw)!r}")
    return int(bool(outcome.wrong))


def _growing(names: Iterable[str] | None) -> bool:
    measured: list[Growth] = []
    print(f"{'shape':<28}{'256 kB':>10}{'512 kB':>10}{'ratio':>8}")
    for each in growth(names):
        measured.append(each)
        print(f"{each.name:<28}{each.small:>8.3f} s{each.large:>8.3f} s{each.ratio:>8.2f}  {each.verdict}", flush=True)
    slow = [each for each in measured if not each.is_good]
    print(f"{len(measured)} shapes at {LARGE:,} bytes, {len(slow)} beyond the bounds.")
    return bool(slow)


if __name__ == "__main__":
    sys.exit(main())
