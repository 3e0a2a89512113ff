"""Made-up sentences of clinical notes: with something that points at a person, and without.

Nobody here exists. Numbers, addresses and names are drawn at random with a seed; half of the names
are not in the list that the warning knows.
"""

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    text: str
    kind: str


KNOWN = "Sarah Emma Daniel Laura Peter Fatima Michael Julia Thomas Rachel Omar Sophie".split()
UNKNOWN = (
    "Aoife Bartek Chiara Dmitri Eszter Feng Gulsen Henrike Ioana Jarek Kwame Lerato Mehmet "
    "Nkechi Oksana Padraig Quang Ruxandra Siobhan Tariq Ulrike Vihaan Wiktor Xiomara Yevgenia"
).split()
SURNAMES = (
    "Kowalska Brennan Osei Lindqvist Marchetti Haddad Novak Featherstone Okafor Virtanen".split()
)
FORMATTED = {
    "email": [
        "They can be reached at {email} between sessions.",
        "Sent the worksheet to {email}, no answer yet.",
        "{email} is the address on the referral.",
        "Wrote from {email} to cancel.",
    ],
    "phone": [
        "The number is {phone}, mornings only.",
        "Rang {phone} and left no message.",
        "Partner's mobile: {phone}.",
        "Emergency contact {phone} was agreed.",
    ],
    "postcode": [
        "Moved to {postcode} in spring.",
        "Lives alone, {postcode}, second floor.",
        "The new school is near {postcode}.",
    ],
    "digits": [
        "Hospital number {digits} on the letter.",
        "Reference {digits} from the insurer.",
        "NHS {digits}.",
    ],
    "url": [
        "Showed me {url} during the hour.",
        "The post is still up on {url} and it hurts.",
        "Blog: {url}",
    ],
    "birth": [
        "DOB {birth}, so the anniversary is close.",
        "Born {birth}, the younger of two.",
        "The file says {birth}.",
        "Turned up on the birthday, {birth}.",
    ],
}
NAMED = [
    "My client {name} came late and said little.",
    "{name} cried when we spoke of the funeral.",
    "I noticed that {name} looked away twice.",
    "Talked about the quarrel with her husband {name}.",
    "His sister {name} had phoned again.",
    "{name} {surname} asked for a letter.",
    "Dr {surname} suggests a change of medication.",
    "There is tension with a boss called {name}.",
    "She wants to tell {name} before the holiday.",
    "We rehearsed what to say to Mrs {surname}.",
    "Afraid of losing {name}, as so often.",
    "The argument with {name} {surname} came up again.",
]
CLEAN = [
    "Came {n} minutes late and apologised {m} times.",
    "We agreed on {m} goals for the next {n} weeks.",
    "PHQ-9 of {n}, GAD-7 of {m}, both a little lower than before.",
    "Session {n} of {t}; the pace felt right.",
    "I spoke too much in the first {n} minutes and noticed it late.",
    "Asked what a {m} out of 10 would look like, and waited.",
    "The rupture from last {day} was named, and the shoulders dropped.",
    "Slept from {h}:30 to {m}:15, better than in {month}.",
    "Silence of about {n} seconds; I let it stand.",
    "Client K-{n} withdrew when I asked about work.",
    "Felt criticised by my question; I owned it and asked again.",
    "Worked with the chair, in the Gestalt way, for the last part.",
    "In {year} the losses began, between {year}-{later} everything changed.",
    "We may meet on {day} instead, at {h}.{n}.",
    "Mark of progress: said no to a colleague without a reason.",
    "Hope came up as a word, then grace, then patience.",
    "Will think about the homework; I should offer less of it.",
    "Rated the hour {m}/5 and smiled.",
    "Paid £{n}.50 less than agreed; we need to talk about money.",
    "The diagnosis F32.{m} was discussed, gently.",
    "EMDR set {n}, then grounding, then a walk to the window.",
    "After Christmas the family visits; dread is {m} of 10.",
    "My tone was sharper than I meant; repaired at once.",
    "I want to ask more open questions and give fewer answers.",
    "The client is in the second year of training and tired.",
    "On {day} the mother visits; the father does not.",
    "Said that the partner listens, but only after {h} o'clock.",
    "Bordin's three parts helped me see the goal was never shared.",
    "We looked at the plan of {n} {month} and kept it.",
    "Her husband was kind; His boss was not. Both matter.",
    "Medication went from {n} mg to {t} mg.",
    "Video froze {m} times; we moved to the telephone.",
    "The group has {n} members and {m} open places.",
    "Wants to read in English and dream in Polish again.",
    "I felt protective. Perhaps too much. Supervision?",
    "The letter of {day} from the Council was read aloud and put away.",
    "Blood pressure {t} over {n}0, so the doctor said.",
    "No plan to self-harm; we went through the safety steps {m} and {h}.",
    "May I be wrong about this? I asked, and it helped.",
    "The dog, the garden, the {n} plants: small joys were listed.",
]
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April June July August September October November".split()


def identifying(count: int, *, seed: int) -> list[Sentence]:
    """Seven in ten with something formatted, the others with a name."""
    draw = random.Random(seed)
    formatted = [(kind, text) for kind, texts in FORMATTED.items() for text in texts]
    made = []
    for number in range(count):
        if number % 10 < 7:
            kind, text = draw.choice(formatted)
            made.append(Sentence(text.format(**{kind: MAKERS[kind](draw)}), kind))
        else:
            name = draw.choice(draw.choice([KNOWN, UNKNOWN]))
            text = draw.choice(NAMED).format(name=name, surname=draw.choice(SURNAMES))
            made.append(Sentence(text, "name"))
    return made


def clean(count: int, *, seed: int) -> list[str]:
    draw = random.Random(seed)
    return [draw.choice(CLEAN).format(**_numbers(draw)) for _ in range(count)]


def _numbers(draw: random.Random) -> dict[str, object]:
    year = draw.randint(1985, 2015)
    return {
        "n": draw.randint(10, 49),
        "m": draw.randint(1, 9),
        "t": draw.randint(50, 160),
        "h": draw.randint(1, 12),
        "day": draw.choice(DAYS),
        "month": draw.choice(MONTHS),
        "year": year,
        "later": year + draw.randint(1, 8),
    }


def _digits(draw: random.Random, count: int) -> str:
    return "".join(draw.choice("0123456789") for _ in range(count))


def _email(draw: random.Random) -> str:
    name = draw.choice(UNKNOWN).lower()
    host = draw.choice(["mail.example", "post.example.org", "praxis.example.co.uk", "x.example"])
    return f"{name}{draw.choice(['', '.', '_', '+'])}{_digits(draw, 2)}@{host}"


def _phone(draw: random.Random) -> str:
    shapes = [
        f"07700 900{_digits(draw, 3)}",
        f"020 7946 0{_digits(draw, 3)}",
        f"+44 7700 900 {_digits(draw, 3)}",
        f"(555) {_digits(draw, 3)}-{_digits(draw, 4)}",
        f"555-{_digits(draw, 3)}-{_digits(draw, 4)}",
        f"0049 30 {_digits(draw, 4)} {_digits(draw, 4)}",
        f"01632/960{_digits(draw, 3)}",
        f"07700900{_digits(draw, 3)}",
    ]
    return draw.choice(shapes)


def _postcode(draw: random.Random) -> str:
    area, inward = draw.choice(["ZX", "QQ", "W", "SW", "LS"]), draw.choice(["AB", "QN", "TZ", "HL"])
    town = draw.choice(["Neustadt", "Altdorf"])
    shapes = [
        f"{area}{draw.randint(1, 29)} {draw.randint(1, 9)}{inward}",
        f"{area}{draw.randint(1, 9)}{draw.randint(1, 9)}{inward}",
        f"{area}{draw.randint(1, 9)} {draw.randint(1, 9)}{inward}".lower(),
        f"CA 9{_digits(draw, 4)}",
        f"1{_digits(draw, 4)} {town}",
    ]
    return draw.choice(shapes)


def _long_digits(draw: random.Random) -> str:
    shapes = [
        f"9{_digits(draw, 2)} {_digits(draw, 3)} {_digits(draw, 4)}",
        f"9{_digits(draw, 9)}",
        f"{_digits(draw, 3)}-{_digits(draw, 2)}-{_digits(draw, 4)}",
        f"QQ {_digits(draw, 2)} {_digits(draw, 2)} {_digits(draw, 2)} C",
        f"4{_digits(draw, 7)}",
    ]
    return draw.choice(shapes)


def _url(draw: random.Random) -> str:
    page = draw.choice(UNKNOWN).lower()
    shapes = [f"https://social.example/{page}", f"www.{page}.example", f"{page}-online.com/about"]
    return draw.choice(shapes)


def _birth(draw: random.Random) -> str:
    day, month, year = draw.randint(1, 28), draw.randint(1, 12), draw.randint(1940, 2012)
    name = draw.choice(MONTHS)
    shapes = [
        f"{day:02d}/{month:02d}/{year}",
        f"{day}.{month}.{year}",
        f"{year}-{month:02d}-{day:02d}",
        f"{day} {name} {year}",
        f"{name} {day}, {year}",
        f"{day}/{month}/{draw.randint(40, 99)}",
    ]
    return draw.choice(shapes)


MAKERS = {
    "email": _email,
    "phone": _phone,
    "postcode": _postcode,
    "digits": _long_digits,
    "url": _url,
    "birth": _birth,
}
