"""What customers say when asked: recommendation, ratings, and whether anyone answers them."""

from datetime import timedelta

from colonnade.records.metrics.language import Figure, Rows, Summary, Tables, Window, metric, ratio, share

DAYS = 90
TOP_RATING, GOOD_RATING = 5, 4
PROMOTER, DETRACTOR = 9, 6
CLOSED_LOOP_DAYS, UNHAPPY_BELOW = 14, 7


def _in_last_days(rows: Rows, column: str, window: Window) -> Rows:
    return rows.filter(rows[column] >= window.last_days(DAYS), rows[column] < window.end_at)


def _share_at_least(rating: int, top: int) -> Summary:
    """The share of ratings of at least so much; none where a rating is above the top, as the scale is
    another."""

    def summary(rows: Rows, keys: tuple[str, ...]) -> Rows:
        good = (rows.score >= rating).cast("int32").cast("float64").mean()
        value = (rows.score.max() <= top).ifelse(good, None)
        return rows.aggregate(by=keys, value=value, rows=rows.count())

    return summary


@metric(
    unit="points",
    better="higher",
    needs="survey_responses.kind=nps",
    kind="leading",
    least="an answer in the last 90 days",
)
def nps(tables: Tables, window: Window) -> Figure:
    """Percentage of answers of 9 or 10 less percentage of answers of 0 to 6, of the last 90 days."""
    answers = tables.survey_responses
    answers = _in_last_days(answers.filter(answers.kind == "nps"), "answered_at", window)
    points = (answers.score >= PROMOTER).cast("int32") - (answers.score <= DETRACTOR).cast("int32")
    answers = answers.select("account_id", "answered_at", "score", points=points, one=1)
    return Figure(answers, ratio(lambda r: r.points, lambda r: r.one, times=100), window.as_of, window.days(DAYS))


@metric(
    unit="share",
    better="higher",
    needs="survey_responses.kind=csat|tickets.satisfaction",
    kind="leading",
    least="a rating on a scale to 5 in the last 90 days",
    switches=("ratings of survey responses where there are any, else of tickets",),
)
def csat(tables: Tables, window: Window) -> Figure:
    """Ratings of at least 4 of 5 over all ratings of the last 90 days. A ticket's rating counts on the day
    the ticket was opened, once it is solved."""
    if tables.has("survey_responses.kind=csat"):
        rated = tables.survey_responses
        rated = rated.filter(rated.kind == "csat").mutate(rated_at=rated.answered_at)
    else:
        rated = tables.tickets
        known = rated.solved_at.isnull() | (rated.solved_at < window.end_at)
        rated = rated.filter(known, rated.satisfaction.notnull())
        rated = rated.mutate(rated_at=rated.opened_at, score=rated.satisfaction)
    rated = _in_last_days(rated, "rated_at", window).select("account_id", "rated_at", "score")
    return Figure(rated, _share_at_least(GOOD_RATING, TOP_RATING), window.as_of, window.days(DAYS))


@metric(
    unit="share",
    better="higher",
    needs="survey_sends.sent_at survey_responses.answered_at",
    kind="leading",
    least="a survey sent in the last 90 days",
)
def survey_response_rate(tables: Tables, window: Window) -> Figure:
    """Survey responses of the last 90 days over surveys sent in the last 90 days."""
    sent = _in_last_days(tables.survey_sends, "sent_at", window)
    answered = _in_last_days(tables.survey_responses, "answered_at", window)
    both = sent.select("account_id", "kind", happened_at="sent_at", sent=1, answered=0).union(
        answered.select("account_id", "kind", happened_at="answered_at", sent=0, answered=1)
    )
    summary = ratio(lambda r: r.answered, lambda r: r.sent, counts=lambda r: r.sent)
    return Figure(both, summary, window.as_of, window.days(DAYS))


@metric(
    unit="share",
    better="higher",
    needs="survey_responses.kind=nps survey_responses.closed_loop_at",
    kind="leading",
    least="an answer below 7 that is 14 days old",
)
def closed_loop_rate(tables: Tables, window: Window) -> Figure:
    """Recommendation answers below 7 that were taken up within 14 days, over those of the last 90 days;
    answers younger than 14 days are not judged yet."""
    answers = tables.survey_responses
    answers = _in_last_days(answers.filter(answers.kind == "nps"), "answered_at", window)
    due_at = answers.answered_at + timedelta(days=CLOSED_LOOP_DAYS)
    answers = answers.filter(answers.score < UNHAPPY_BELOW, due_at <= window.end_at)
    closed = answers.closed_loop_at.notnull() & (
        answers.closed_loop_at <= answers.answered_at + timedelta(days=CLOSED_LOOP_DAYS)
    )
    answers = answers.select("account_id", "answered_at", "score", "closed_loop_at", closed=closed)
    return Figure(answers, share(lambda r: r.closed), window.as_of, window.days(DAYS))
