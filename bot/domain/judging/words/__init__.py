"""Word lists, one module a language. A new language is a module here and a line below."""

from __future__ import annotations

from bot.domain.judging.words import de, en, es, fr, ja, pt, zh

ALL = (en.WORDS, de.WORDS, fr.WORDS, es.WORDS, pt.WORDS, ja.WORDS, zh.WORDS)
