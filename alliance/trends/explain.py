"""What a signal says to the clinician, and the rule behind it with the numbers that went in."""

from dataclasses import dataclass

from alliance.trends.baseline import RANGE_WIDTH, RECOVERED_WITHIN
from alliance.trends.figures import figure_for
from alliance.trends.flat import Flat, Pattern
from alliance.trends.low_domain import SESSION_GAP, SESSIONS_BELOW, LowDomain
from alliance.trends.signals import Drop, Kind, Recovery, Signal
from alliance.trends.trend import Shift
from alliance.trends.words import Sentence
from alliance.trends.words import gettext_noop as _

_DROP = _("This session sits clearly below %(client)s’s usual range.")
_DROP_PAIR = _("Two sessions in a row sit below %(client)s’s usual range.")
_DROP_LOW_END = _("Two sessions in a row sit at the low end of %(client)s’s usual range.")
_SENTENCES = {
    Kind.RECOVERY: _("After that dip, it is back near the usual level."),
    Kind.DECLINE: _("The last four sessions together are clearly below where you were before."),
    Kind.IMPROVEMENT: _("The last four sessions together are clearly above where you were before."),
    Kind.LOW_DOMAIN: _("In the last four sessions, %(domain)s sat well below the other domains."),
    Kind.FLAT: _("Nine in ten answers have been the same lately, so the chart can’t show much."),
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Three short paragraphs: the rule, the numbers that went in, how often it is chance."""

    rule: Sentence
    numbers: Sentence
    chance: Sentence


def sentence(signal: Signal, *, client: str, domain: str = "") -> Sentence:
    """What the clinician reads. `domain` is the name of a low domain, as it runs in a sentence."""
    if isinstance(signal.evidence, Drop):
        return Sentence(_drop_template(signal.evidence), {"client": client})
    return Sentence(_SENTENCES[signal.kind], {"client": client, "domain": domain})


def explain(signal: Signal) -> Explanation:
    """The rule behind a signal in plain words, with its numbers and how often it is chance.

    Scores are points from 0 to 100, distances are in spreads (standard deviations).
    """
    evidence = signal.evidence
    match evidence:
        case Drop():
            rule, numbers = _of_drop(evidence)
        case Recovery():
            rule, numbers = _of_recovery(evidence)
        case Shift():
            rule, numbers = _of_shift(evidence)
        case LowDomain():
            rule, numbers = _of_low_domain(evidence)
        case Flat():
            rule, numbers = _of_flat(evidence)
    return Explanation(rule, numbers, _chance(signal))


def _drop_template(drop: Drop) -> str:
    if not drop.is_pair:
        return _DROP
    return _DROP_PAIR if max(drop.z, drop.previous_z) <= -RANGE_WIDTH else _DROP_LOW_END


def _of_drop(drop: Drop) -> tuple[Sentence, Sentence]:
    rule = Sentence(
        _(
            "A session is marked when its score lies %(single)s spreads or more below the usual"
            " level, or when two in a row lie %(pair)s or more below. A spread is how far"
            " sessions usually lie from the level."
        ),
        {"single": _fine(drop.single_limit), "pair": _fine(drop.pair_limit)},
    )
    values = {
        "score": _points(drop.score),
        "level": _points(drop.level),
        "low": _points(drop.low),
        "high": _points(drop.high),
        "spread": _fine(drop.spread),
        "below": _fine(-drop.z),
        "before": _fine(-drop.previous_z),
    }
    if drop.is_pair:
        return rule, Sentence(
            _(
                "This session scores %(score)s. Before it the usual level was %(level)s, the usual"
                " range %(low)s to %(high)s and one spread %(spread)s. It lies %(below)s spreads"
                " below the level; the session before lay %(before)s below."
            ),
            values,
        )
    return rule, Sentence(
        _(
            "This session scores %(score)s. Before it the usual level was %(level)s, the usual"
            " range %(low)s to %(high)s and one spread %(spread)s. It lies %(below)s spreads"
            " below the level."
        ),
        values,
    )


def _of_recovery(recovery: Recovery) -> tuple[Sentence, Sentence]:
    return Sentence(
        _(
            "A dip is over when a score is no more than %(within)s of a spread below the level"
            " from before it. A dip of six sessions becomes the new usual level instead."
        ),
        {"within": _fine(RECOVERED_WITHIN)},
    ), Sentence(
        _(
            "This session scores %(score)s. Before the dip the usual level was %(level)s and one"
            " spread %(spread)s, so it was over from %(back_from)s on."
        ),
        {
            "score": _points(recovery.score),
            "level": _points(recovery.level),
            "spread": _fine(recovery.spread),
            "back_from": _points(recovery.back_from),
        },
    )


def _of_shift(shift: Shift) -> tuple[Sentence, Sentence]:
    return Sentence(
        _(
            "Four sessions are marked together when they lie %(limit)s spreads or more from the"
            " level before them. The spread here is that of a mean of four, and no session counts"
            " for more than two of its own."
        ),
        {"limit": _fine(shift.limit)},
    ), Sentence(
        _(
            "The last four average %(mean)s. Before them the usual level was %(level)s and one"
            " spread of a session %(spread)s. Together they lie %(apart)s spreads away."
        ),
        {
            "mean": _points(shift.mean),
            "level": _points(shift.level),
            "spread": _fine(shift.spread),
            "apart": _fine(abs(shift.q)),
        },
    )


def _of_low_domain(low: LowDomain) -> tuple[Sentence, Sentence]:
    return Sentence(
        _(
            "A domain is marked when over its last four sessions it averages %(gap)s points or more"
            " below the other statements and %(own_limit)s at most, and lies more than"
            " %(session_gap)s below them in at least %(sessions)s of the four."
        ),
        {
            "gap": _points(low.gap_limit),
            "own_limit": _points(low.own_limit),
            "session_gap": _points(SESSION_GAP),
            "sessions": str(SESSIONS_BELOW),
        },
    ), Sentence(
        _(
            "It averages %(own)s, the other statements %(others)s. It lay that far below in"
            " %(below)s of the four."
        ),
        {
            "own": _points(low.own),
            "others": _points(low.others),
            "below": str(low.sessions_below),
        },
    )


def _of_flat(flat: Flat) -> tuple[Sentence, Sentence]:
    values = {
        "same": str(round(flat.share * flat.answers)),
        "answers": str(flat.answers),
        "sessions": str(flat.sessions),
    }
    if flat.pattern is Pattern.ONE_VALUE:
        return Sentence(
            _("Answers are flat when nine in ten of the last %(sessions)s sessions are one word."),
            values,
        ), Sentence(_("Of %(answers)s answers, %(same)s were the same word."), values)
    return Sentence(
        _(
            "Answers are flat when over %(sessions)s sessions nine in ten equal the answer to the"
            " same statement the time before."
        ),
        values,
    ), Sentence(_("Of %(answers)s answers, %(same)s were the same as the time before."), values)


def _chance(signal: Signal) -> Sentence:
    figure = figure_for(signal)
    return Sentence(
        _(
            "About %(false_alarms)s in 1,000 uneventful sessions are marked like this, and about"
            " %(by_chance)s in 10 of such marks are chance. This was measured on simulated series;"
            " nothing here was tried on real ratings."
        ),
        {
            "false_alarms": str(max(1, round(10 * figure.false_alarms))),
            "by_chance": str(max(1, round(figure.by_chance / 10))),
        },
    )


def _points(score: float) -> str:
    return str(round(score))


def _fine(spreads: float) -> str:
    return f"{spreads:.1f}"
