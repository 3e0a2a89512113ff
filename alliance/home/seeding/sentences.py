"""Made-up words for a made-up world: nobody said or wrote them."""

REFLECTIONS = (
    "Slow beginning, warm end. I waited longer than last time, and it helped.",
    "I noticed that I was tired and made up for it with questions.",
    "They said more about the work than about home today. I followed.",
    "A good hour. I would like to remember how we came to the point so early.",
    "I lost the thread in the middle and said so. That was better than pretending.",
    "We talked around it again. I think we both know, and neither of us began.",
    "I was pleased with my sentence and missed their answer to it.",
    "More silence than usual. It didn't feel empty.",
)
SHARED_NOTES = (
    "Could we look at how I end the hour?",
    "I am not sure whether I pushed too early.",
    "I would like to hear how you read the second half.",
    "They asked for advice and I gave some. Was that right?",
)
INTENTIONS = (
    "Ask what they would like to leave out",
    "Go back to what they said at the door",
    "Leave more room before I sum up",
    "Say again that they can stop at any time",
    "Find out whether the exercise fits their week",
    "Explain why we are doing this now",
)
WHAT_HAPPENED = (
    "I went on with my question while they were still speaking. They stopped.",
    "They looked at the clock, answered shortly and left early.",
    "They said that I always come back to the same thing, and they were right.",
)
