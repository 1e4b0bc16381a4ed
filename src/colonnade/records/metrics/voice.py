"""What customers say when asked: ratings and recommendation."""

from colonnade.records.metrics.language import Figure, Rows, Summary, Tables, Window, metric

DAYS = 90
TOP_RATING, GOOD_RATING = 5, 4


def _share_at_least(rating: int, top: int) -> Summary:
    """The share of ratings of at least so much; none where a rating is above the top, as the scale is another."""

    def summary(rows: Rows, keys: tuple[str, ...]) -> Rows:
        good = (rows.score >= rating).cast("float64").mean()
        value = (rows.score.max() <= top).ifelse(good, None)
        return rows.aggregate(by=keys, value=value, rows=rows.count())

    return summary


@metric(
    unit="share",
    better="higher",
    needs="survey_responses.kind=csat|tickets.satisfaction",
    kind="leading",
    least="a rating on a scale to 5 in the last 90 days",
    switches=("ratings of survey responses where there are any, else of tickets",),
)
def csat(tables: Tables, window: Window) -> Figure:
    """Ratings of at least 4 of 5 over all ratings of the last 90 days. A ticket's rating counts on the day the
    ticket was opened, once it is solved."""
    if tables.has("survey_responses.kind=csat"):
        rated = tables.survey_responses
        rated = rated.filter(rated.kind == "csat").mutate(at_moment=rated.answered_at)
    else:
        rated = tables.tickets
        known = rated.solved_at.isnull() | (rated.solved_at < window.end_at)
        rated = rated.filter(known, rated.satisfaction.notnull())
        rated = rated.mutate(at_moment=rated.opened_at, score=rated.satisfaction)
    rated = rated.filter(rated.at_moment >= window.last_days(DAYS), rated.at_moment < window.end_at)
    rated = rated.select("account_id", "at_moment", "score")
    return Figure(rated, _share_at_least(GOOD_RATING, TOP_RATING), window.as_of, window.days(DAYS))
