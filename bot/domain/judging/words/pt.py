"""Portuguese words."""

from __future__ import annotations

from bot.domain.judging.lexicon import Lexicon

WORDS = Lexicon(
    openers="""
quem, o que, qual, quais, quando, quanto, onde, por que, porque é que, como, alguém, tem como, dá para,
posso, pode, podem, consigo, sabe, sabem, existe, será que
""",
    phrases="""
alguém sabe, alguém conhece, alguém pode, alguém tem, alguém já, alguém consegue, como posso, como faço,
como faz, como se faz, tem como, dá pra, dá para, é possível, alguma ideia, alguma sugestão, vocês sabem,
você sabe, onde posso, onde encontro, será que, gostaria de saber
""",
    requests="""
preciso de ajuda, ajuda por favor, me ajuda, me ajudem, podem me ajudar, pode me ajudar,
tenho um problema, tenho uma dúvida, estou com um problema, estou com dúvida, estou tentando,
não consigo, dá erro, está dando erro, tá dando erro
""",
    thanks="""
obrigado, obrigada, muito obrigado, muito obrigada, valeu, brigado, brigada, agradeço, obg, vlw
""",
    worked="""
funcionou, deu certo, agora funciona, resolvido, resolveu, era isso, perfeito
""",
    failed="""
não funciona, não funcionou, não deu certo, não deu, continua, mesmo erro, ainda não, não resolveu,
não adiantou
""",
    me_too="""
eu também, aqui também, comigo também, mesmo problema, idem
""",
    acknowledged="""
entendi, beleza, blz, certo, tá bom, ok entendi, sim, claro, show, legal, vou tentar
""",
    greetings="""
olá, oi, bom dia, boa tarde, boa noite, tchau, até mais, oi pessoal, olá pessoal
""",
    withdrawn="""
deixa pra lá, esquece, já resolvi, consegui resolver, consegui, já achei, descobri
""",
    fillers="""
olá, oi, bom, boa, dia, tarde, noite, pessoal, galera, gente, e, mas, então, sim, não, por, favor,
desculpa
""",
    small_talk="""
tudo bem, tudo bom, como vai, como você está, beleza, e aí
""",
    stop="""
a, ao, aos, as, até, com, como, da, das, de, dela, dele, do, dos, e, ela, ele, em, era, essa, esse, esta,
este, eu, foi, há, isso, já, lhe, mais, mas, me, meu, minha, muito, na, nas, no, nos, não, o, os, ou,
para, pela, pelo, por, pra, que, se, sem, ser, seu, sim, sua, são, só, também, te, tem, um, uma, vai,
você, é
""",
)
