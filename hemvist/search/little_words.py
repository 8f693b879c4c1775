"""Words that say nothing about what a text is about, and what only looks like part of a word."""

from hemvist.core.letters import plain


def _words(text: str) -> frozenset[str]:
    return frozenset(plain(text).split())


LITTLE_WORDS = _words(
    """
    och i på att en ett den det de som är av för med till från om kan jag vi du ni man har hur
    var vad när vill ska finns min mitt mina vår vårt våra din ditt er ert hos vid eller också
    får göra gör behöver inte
    the a an of to in on at and or for from with is are be do does how what where when which
    who can i we you my our your it there this that need want have has get
    ja on ei se että mitä missä miten milloin mikä kuka mistä minä me sinä te voi voin haluan
    tai kun jos
    der die das ein eine einen und oder zu im am auf mit von für ist sind wie wo was wann ich
    wir sie mein meine kann gibt es
    і й та в у на з із до для від як де що коли чи є це мій моя мої наш ваш я ми ви можна хочу
    не по про
    في من على الى عن مع هل كيف أين متى ما ماذا هو هي هذا هذه التي الذي أو و ان أنا نحن كم يمكن
    """
)

# They stand in front of words as parts do, but what follows is no word of its own.
NO_PARTS = _words("för över under till från med mot vid per den det ett som var kan hos sam ska")

# Known as words, but nearly always endings.
NO_ENDS = _words(
    """
    sig dig mig oss ens sta les nen ter sen der das ist ind nor lan ras ris ans ing ning het are
    erna arna orna ande ende sche chen lich isch heit keit unge
    """
)
