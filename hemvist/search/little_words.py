"""Words that say nothing about what a text is about, and what only looks like part of a word."""

from hemvist.core.letters import plain


def _words(text: str) -> frozenset[str]:
    return frozenset(plain(text).split())


# Articles, pronouns, prepositions, conjunctions, question words, auxiliary and other empty verbs.
LITTLE_WORDS = _words(
    """
    och i på att en ett den det de dem som är var vara varit av för med till från om kan kunde jag
    mig vi oss du dig ni er han hon hen honom henne man har ha hade hur vad när vill ska skulle
    finns fanns min mitt mina din ditt dina vår vårt våra ert era sin sitt sina hos vid eller också
    men så då där här dit hit får få gör göra behöver måste inte någon något några vilken vilket
    vilka vem varför efter innan under över mellan utan denna detta dessa alla allt hela mycket
    mer bara redan nu sen sedan ta tar kommer bli blir sig nån nåt nånting nånstans någonstans
    går gå gått åt inom bra bäst bästa bättre vart upp ner ut ihop hej tack gärna ungefär undrar
    leta letar hitta hittar ligger nära närmaste närmsta tycker vet lite själv runt
    the a an of to in on at and or for from with without by as about into is are was were be been
    do does did done how what where when which who whom whose why can could will would should must
    i me we us you he she him her it its they them my our your his their this that these those
    there here want wants need needs have has had get gets got getting some any all if not no
    somebody someone something anybody anything please like go going while because so but then
    ja on ei se että mitä missä miten milloin mikä mitkä kuka mistä mihin minne miksi kuinka
    paljonko minä me sinä te hän he minun meidän sinun teidän hänen heidän minulle meille minulla
    meillä oma voi voin voimme voiko haluan haluamme tarvitsen tarvitsemme onko olen olemme ovat
    olla tai kun jos joka jotka jossa jota joku jotain jokin mutta ennen jälkeen kanssa ilman
    varten tämä tämän tällä nämä kaikki muiden
    der die das den dem des ein eine einen einem einer eines und oder zu zum zur im in am an auf
    mit von vom für bei nach aus ist sind war waren sein wie wo wohin woher was wann warum wer wen
    wem welche welcher welches ich mich mir wir uns sie ihr ihn ihm mein meine meinen meinem meiner
    unser unsere unseren dein deine ihre kann können könnte muss müssen möchte will brauche
    brauchen habe haben hat gibt es nicht kein keine jemand etwas während nur auch als sich
    і й та в у на з із зі до для від за під над біля при про по як яка який яке які якої де куди
    звідки що хто кого коли чому чи або але є був була бути це цей ця ці цього той мій моя моє мої
    мого моєї моєму наш наша наше наші ваш ваша я мене мені ми нас нам ви вас вам він вона вони
    його її їх можна можу можемо треба потрібно потрібен потрібна хочу хочемо не без поки якщо
    хтось щось всі все
    في من على الى إلى عن مع بدون هل كيف أين متى ما ماذا من لماذا كم أي هو هي هم هذا هذه ذلك تلك
    التي الذي الذين أو و ثم لكن ان أن إن أنا نحن أنت لي لنا لك لدي لدينا عند عندي يمكن يمكنني
    أريد نريد أحتاج نحتاج يوجد توجد هناك هنا كل بعض قبل بعد أثناء خلال بين لا ليس كان يجب
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
