"""English words."""

from __future__ import annotations

from bot.domain.judging.lexicon import Lexicon

WORDS = Lexicon(
    openers="""
who, any, anyone, anybody, whats, what's, whos, who's, wheres, where's, hows, how's, isn't, isnt, aren't,
doesn't, wtf, wat, wut, wanna, whose, what about, how about, how come, how to, how many, how much, how long,
why not, have you, have u, have we, have they, have i, have any, has it, has he, has she, has the, has anyone,
had you, do you, do u, do we, do they, do i, do any, do these, do those, don't you, don't we
""",
    asking="""
what, who, where, why, how, when, which
""",
    inverting="""
is, are, was, were, do, does, did, can, could, will, would, should, shall, has, have, had, am, may, don't,
didn't, can't, won't, wasn't, weren't, haven't, hasn't, couldn't, wouldn't, shouldn't, r, must
""",
    subjects="""
i, you, u, ya, he, she, it, we, they, there, this, that, these, those, the, my, your, ur, his, her, our,
their, its, any, anyone, anybody, someone, somebody, everyone, everybody, people, all, some, one, nobody
""",
    phrases="""
anyone know, anybody know, anyone knows, anybody knows, someone know, somebody know, does anyone,
does anybody, has anyone, has anybody, can anyone, can anybody, can someone, can somebody, could someone,
could anyone, could somebody, is anyone, is anybody, any idea, any ideas, any tips, any suggestions,
any advice, any clue, any way to, how do i, how do you, how can i, how do we, how would i, how would you,
how should i, how to, what is the best, what's the best, is there a, is there an, is there any,
is there some, are there any, where can i, where do i, do you know, do you guys, does it, is it possible,
what am i doing wrong, am i missing, not sure how, not sure why, not sure if, wondering if,
wondering how, wondering why, i wonder if, i wonder how, tell me how, tell me what, would it be possible,
anyone here, anybody here, anyone have, anybody have, anyone got, anyone using, anyone tried,
anyone else
""",
    requests="""
please help, pls help, plz help, need help, need some help, help me, help please, help pls, help plz,
i can't get, i cant get, can't seem to, cant seem to, cannot get, i can't figure, can't figure out,
cant figure out, i'm stuck, im stuck, i am stuck, having trouble, having problems, having issues,
having a problem, having an issue, have a problem, have an issue, got a problem, i'm trying to,
im trying to, i am trying to, i have a question, got a question, quick question, looking for,
i get an error, getting an error, i'm getting, im getting, i keep getting, does not work for me,
doesn't work for me, i'd like to know, i would like to know
""",
    thanks="""
thanks, thank you, thank u, thankyou, thx, thnx, tnx, thanx, ty, tysm, tyvm, cheers, much appreciated,
appreciate it, appreciate the help, appreciated, you rock, lifesaver, life saver, many thanks, kudos
""",
    worked="""
that worked, it worked, this worked, worked, works now, it works, that works, works great,
works perfectly, working now, that fixed it, fixed it, this fixed it, that solved it, solved it,
that did it, did the trick, does the trick, that helped, that helps, this helped, very helpful,
that was it, problem solved, works like a charm, perfect, makes sense, that makes sense,
exactly what i needed
""",
    failed="""
didn't work, didnt work, did not work, doesn't work, doesnt work, does not work, not working,
isn't working, isnt working, still not, still doesn't, still doesnt, still no, still getting,
still broken, still fails, still the same, same error, same problem, same issue, no luck, no dice,
no joy, no effect, didn't help, didnt help, did not help, no difference, nope
""",
    me_too="""
+1, me too, same here, same problem here, same issue here, following, same question, also interested,
i have the same, having the same, having same, also having this, bump, this, same, me as well, ditto
""",
    acknowledged="""
ok, okay, k, kk, got it, i see, ah, ahh, aha, oh, ohh, right, alright, understood, cool, great, nice,
awesome, sure, will do, will try, i'll try, ill try, let me try, let me check, gotcha, yep, yes, yeah,
yup, no, hm, hmm, hmmm, lol, haha, excellent, good to know
""",
    greetings="""
hi, hello, hey, hiya, howdy, yo, sup, greetings, good morning, good evening, good afternoon, good night,
morning, welcome, bye, goodbye, cya, see ya, see you, gtg, brb, hi all, hello all, wb
""",
    withdrawn="""
never mind, nevermind, nvm, figured it out, i figured it, found it, found the problem, found the issue,
solved it myself, got it working, got it to work, sorted it, fixed it myself, ignore me, ignore that,
disregard, my bad, problem on my side, silly me
""",
    fillers="""
hi, hey, hello, so, and, but, ok, okay, well, um, uh, also, btw, then, guys, all, everyone, everybody,
folks, please, pls, sorry, oh, ah, hmm, or, because, yes, no, yeah, just, now, actually,
basically, anyway, question, good, morning, evening, afternoon, quick
""",
    small_talk="""
how are you, how r u, how are u, how are things, how's it going, hows it going, what's up, whats up, sup,
how's everyone, hows everyone, how is everyone, how you doing, how are you doing, how goes it,
what's new, u ok, you ok
""",
    stop="""
a, about, after, again, all, also, am, an, and, any, anyone, are, as, at, be, because, been, but, by,
can, can't, could, did, didn't, do, does, doesn't, doing, don't, else, for, from, get, getting, go,
going, good, got, had, has, have, he, hello, help, her, here, hey, hi, him, his, how, i, i'd, i'll, i'm,
i've, if, im, in, into, is, isn't, it, it's, its, just, know, like, look, make, maybe, me, more, my,
need, no, not, now, of, off, oh, ok, on, one, only, or, other, our, out, over, please, really, right,
say, see, she, should, so, some, something, still, such, sure, than, thanks, that, that's, the, their,
them, then, there, there's, these, they, thing, think, this, those, to, too, try, trying, two, u, up, us,
use, used, using, very, want, was, way, we, well, were, what, what's, when, where, which, while, who,
why, will, with, work, works, would, yeah, yes, yet, you, you're, your
""",
)
