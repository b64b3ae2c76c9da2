"""What people choose when they are asked for a long password: words, names and whole phrases, in small letters.

Kept short on purpose: the commonest words do most of the harm, and rules (rows of keys, repeats, counting) do the rest.
"""

from __future__ import annotations

WORDS: frozenset[str] = frozenset(
    """
    password passwort passwords passphrase passw pass word secret geheim login logon signin access zugang admin
    administrator root superuser user username guest default changeme change change-me temp temporary test testing
    tester demo example sample hello hallo bonjour hola welcome willkommen letmein letmeinnow enter open opensesame
    please whatever nothing something anything iloveyou iloveu loveyou ilove love lover loveme lovely forever always
    sunshine moonlight starlight rainbow flower butterfly chocolate cookie cheese banana orange apple cherry pepper
    princess prince queen king angel angels devil heaven jesus christ jesuschrist god godisgood blessed blessing faith
    monkey dragon tiger lion eagle falcon phoenix panther wolf shadow hunter ranger ninja pirate wizard master maverick
    superman batman spiderman ironman starwars startrek pokemon pikachu naruto matrix gandalf harrypotter minecraft
    roblox fortnite football fussball futbol soccer baseball basketball hockey tennis golfer cricket rugby volleyball
    chelsea liverpool arsenal barcelona realmadrid manchester united juventus bayern dortmund yankees cowboys steelers
    lakers patriots mercedes porsche ferrari mustang corvette harley yamaha honda toyota audi volkswagen
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter fall season morning night
    januar februar maerz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag
    sommer herbst fruehling today tomorrow yesterday birthday christmas halloween easter newyear happy happyday
    michael jennifer jessica ashley daniel andrew joshua matthew anthony william thomas robert richard joseph charles
    christopher alexander nicholas benjamin samantha elizabeth victoria stephanie michelle nicole amanda melissa
    sarah hannah lauren rachel rebecca olivia sophia isabella emma charlie charlotte george jordan maggie buster
    computer internet google facebook youtube twitter instagram linkedin amazon microsoft windows apple iphone samsung
    android linux ubuntu oracle cisco server network system office database development developer production staging
    company business manager money dollar million lottery success winner freedom america england london paris berlin
    germany canada australia brasil mexico india newyork chicago texas california florida boston dallas
    mother father mommy daddy mamma family brother sister friend friends bestfriend baby babygirl babyboy girl boy
    sexy beautiful handsome gorgeous honey sweetheart darling cutie hottie fuckyou fuck asshole bitch bullshit
    killer death metal metallica nirvana slipknot eminem rockstar music guitar player number one two three four five
    six seven eight nine ten zero hundred black white red blue green yellow purple silver gold golden diamond
    qwerty qwertz azerty asdf asdfgh zxcvbn yxcvbn qazwsx wsxedc iop abc abcd abcdef xyz
    contrasena senha motdepasse parola haslo wachtwoord wachtwort losenord salasana kodeord adgangskode parol sifre
    пароль привет любовь солнышко йцукен теамо teamo tequiero amor bonita corazon estrella mariposa
    schatz liebe ichliebedich passwort hallohallo sommer jetaime soleil doudou chouchou loulou
    mypassword thepassword newpassword yourpassword nopassword nopass mypass mysecret topsecret secure security safe
    safety private super mega ultra cool awesome power magic genius crazy lucky dreams dream hope peace smile
    """.split()
)

PHRASES: frozenset[str] = frozenset(
    """
    correcthorsebatterystaple tobeornottobe tobeornottobethatisthequestion thequickbrownfox thequickbrownfoxjumps
    thequickbrownfoxjumpsoverthelazydog maytheforcebewithyou onceuponatime inthebeginning loremipsum
    loremipsumdolorsitamet thisismypassword thisisapassword thisisnotapassword thisisasecret donttellanyone
    nooneknows iamthebest ihatepasswords ihateyou ihatethis iforgotmypassword iforgot dontforget idontknow
    whatisthis lettherebelight openthedoor youshallnotpass winteriscoming valarmorghulis
    liveandletdie carpediem hakunamatata supercalifragilisticexpialidocious abrakadabra abracadabra alohomora
    romanesteuntdomum areyoukidding nevergonnagiveyouup allyourbasearebelongtous hastalavista merrychristmas
    happybirthday happynewyear goodmorning goodnight iloveyousomuch iloveyouforever iloveyoubaby mylittlepony
    oneforallandallforone blahblahblah qwertyuiopasdfghjklzxcvbnm abcdefghijklmnopqrstuvwxyz enterpassword
    changethispassword changemenow pleasechangeme defaultpassword temporarypassword adminpassword rootpassword
    """.split()
)

OURS: frozenset[str] = frozenset("vantage readiness vantagereadiness vantageai ready dashboard golive".split())
