"""The small talk around questions and answers. All sentences are our own."""

from __future__ import annotations

HELLO = ("Hi all, ", "Hello! ", "Hey folks, ", "Quick one: ", "Hi, ", "Good morning, ", "", "", "", "")
CONTEXT = (
    "",
    "",
    "",
    " We are on {v}.",
    " This is with the container image.",
    " I read the docs twice and still don't get it.",
    " It is for a small team at a library, so nothing fancy.",
    " We have about {n} flows.",
    " Searched here before asking, found nothing.",
    " Same on two machines.",
    " Any help is welcome.",
)
LEAD = (
    "",
    "",
    "",
    "I had this last month. ",
    "Ah, that one. ",
    "Good question. ",
    "We ran into the same. ",
    "It took me a while too: ",
    "If I read it right: ",
)
TAIL = ("", "", "", "", " Does that help?", " Tell us if not.", " The guide on operations has more.")
THANKS = (
    "That worked, thank you!",
    "thanks a lot, it runs now",
    "Perfect, that fixed it. Thank you so much!",
    "You saved my afternoon, thanks!",
    "works like a charm, thank you",
    "Thank you, that was it.",
    "Brilliant, thanks! I would never have found that.",
    "That solved it, many thanks",
)
FAILED = (
    "Hm, that didn't work here, same error.",
    "tried it, no change unfortunately",
    "That did not help, sadly. Still the same.",
)
ACKNOWLEDGED = ("ok, will try tomorrow", "Got it.", "makes sense", "I see, ok")
ME_TOO = ("+1", "same here", "following, we have this too", "+1, seeing that as well")
WITHDRAWN = (
    "never mind, found it myself: a typo in the name",
    "nevermind, it was my own config. Sorry for the noise!",
)
ASIDE = (
    "We should put this into the docs.",
    "I learned something today.",
    "bookmarking this one",
    "Nice find.",
)
ARRIVAL = (
    "Hi everyone, I'm {first}. I just started with Kelpline at work and look forward to learning from you.",
    "Hello, {first} here, new to data flows and to this place.",
    "Hey! I'm {first}, I moved a pile of cron jobs to Kelpline last week and it felt great.",
)
WELCOME = ("Welcome, {first}!", "Good to have you here, {first}.", "Welcome! Ask away, nobody bites.")
BOT_WELCOME = "Welcome! Introduce yourself in #general, and ask in the help channels when you are stuck."
RELEASE = "Kelpline {v} is out. Release notes: https://kelpline.example/releases/{v}"
OFFICE_HOURS = (
    "Office hours on Thursday at 15:00 UTC, bring your flows.",
    "Thursday, 15:00 UTC: open call about {area}. Come as you are.",
    "We merged nine community pull requests this week. Notes are in the repository.",
)
CHATTER: tuple[tuple[str, ...], ...] = (
    (
        "Anyone else going to the data meetup in Gdynia?",
        "I'll be there, with two colleagues",
        "too far for me this time",
        "Will it be recorded?",
        "I heard yes, a week later",
        "the last one had very good soup",
        "That soup is the reason I go",
        "See you there then",
    ),
    (
        "my office plant has outlived three laptops",
        "name?",
        "Bernard. He is a fern.",
        "Bernard deserves a commit",
        "we have a cactus that watches the dashboards",
        "a good reviewer, sharp comments",
        "I'm stealing that one",
    ),
    (
        "The new dashboard colours are so much calmer",
        "agree, my eyes say hello",
        "I liked the orange though",
        "there is a theme for that, look under profile",
        "oh nice, there it is",
        "dark mode people are quietly winning",
        "as it should be",
    ),
    (
        "What do you all use to draw your flows?",
        "pen and paper, then a photo",
        "boxes in a text file",
        "the graph page in the dashboard is enough for us",
        "whiteboard, until somebody cleans it",
        "that happened to us on a Friday",
        "my condolences",
    ),
    (
        "friday deploy, wish me luck",
        "bold",
        "we stopped doing that in spring",
        "it's only a config change",
        "famous last words",
        "and it went fine",
        "cake for everyone",
        "Enjoy the weekend",
    ),
    (
        "Reading the design notes for the next version, lovely writing",
        "the part about back-pressure is gold",
        "I had to read it three times",
        "same, but then it clicked",
        "the diagrams help a lot",
        "somebody should turn that into a talk",
        "don't look at me",
        "we are all looking at you",
    ),
)
SHOWS = (
    "We moved {n} nightly jobs of our library to Kelpline, here is how it went: https://blog.example/{slug}",
    "I wrote a small {area} helper, maybe of use to somebody: https://code.example/{slug}",
    "Made a map of city bicycle counts with a flow of eleven steps. Pictures: https://blog.example/{slug}",
    "Our flows now fit on one screen, I'm a little proud: https://blog.example/{slug}",
)
TALKING = (
    "I'm giving a talk about {area} in Kelpline at {event} next week. Slides come here afterwards.",
    "My talk at {event} was accepted, it is about {area}. Happy about feedback on the draft!",
)
EVENTS = ("the Gdynia data meetup", "FlowConf", "the Open Pipelines day", "Library Tech Evening")
PRAISE = (
    "This is great, thanks for sharing!",
    "Lovely work.",
    "so good. Bookmarked.",
    "Congratulations!",
    "The second chart is beautiful.",
    "I'll show this to my team.",
)
