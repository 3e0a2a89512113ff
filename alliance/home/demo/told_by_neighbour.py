"""The clients of the second clinic in the demo: there to show that no clinic sees the other."""

from datetime import time

from alliance.home.demo.stories import Moment, Story

STORIES = (
    Story(code="K-14", sessions=6, last_days_ago=4, at=time(9, 0), course={1: 70, 6: 74}),
    Story(
        code="N-02",
        sessions=4,
        last_days_ago=8,
        at=time(14, 0),
        course={1: 64, 4: 70},
        moments={4: Moment(intention="Ask about the letter that was never sent")},
    ),
)
