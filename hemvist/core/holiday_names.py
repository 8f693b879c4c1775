"""What Swedish holidays are called in the languages that the library of holidays lacks."""

OTHERS = {
    "New Year's Day": ("uudenvuodenpäivä", "رأس السنة", "Новий рік"),
    "Epiphany": ("loppiainen", "عيد الغطاس", "Богоявлення"),
    "Good Friday": ("pitkäperjantai", "الجمعة العظيمة", "Страсна пʼятниця"),
    "Easter Sunday": ("pääsiäispäivä", "أحد الفصح", "Великдень"),
    "Easter Monday": ("toinen pääsiäispäivä", "اثنين الفصح", "Великодній понеділок"),
    "May Day": ("vappu", "عيد العمال", "Перше травня"),
    "Ascension Day": ("helatorstai", "عيد الصعود", "Вознесіння Господнє"),
    "National Day": ("Ruotsin kansallispäivä", "اليوم الوطني للسويد", "Національний день Швеції"),
    "Pentecost": ("helluntai", "عيد العنصرة", "Пʼятидесятниця"),
    "Midsummer Eve": ("juhannusaatto", "عشية منتصف الصيف", "Переддень Мідсоммару"),
    "Midsummer Day": ("juhannuspäivä", "عيد منتصف الصيف", "Мідсоммар"),
    "All Saints' Day": ("pyhäinpäivä", "عيد جميع القديسين", "День усіх святих"),
    "Christmas Eve": ("jouluaatto", "عشية عيد الميلاد", "Святвечір"),
    "Christmas Day": ("joulupäivä", "عيد الميلاد", "Різдво"),
    "Second Day of Christmas": ("tapaninpäivä", "ثاني أيام عيد الميلاد", "Другий день Різдва"),
    "New Year's Eve": ("uudenvuodenaatto", "ليلة رأس السنة", "Переддень Нового року"),
    "Twelfth Night": ("loppiaisaatto", "عشية عيد الغطاس", "Переддень Богоявлення"),
    "Maundy Thursday": ("kiirastorstai", "خميس العهد", "Великий четвер"),
    "Walpurgis Night": ("vapunaatto", "ليلة فالبورغ", "Вальпургієва ніч"),
    "All Saints' Eve": (
        "pyhäinpäivän aatto",
        "عشية عيد جميع القديسين",
        "Переддень Дня всіх святих",
    ),
}


def names_of(*, swedish: str, english: str) -> dict[str, str]:
    """A holiday's name in every language we have it in."""
    others = zip(("fi", "ar", "uk"), OTHERS.get(english, ()), strict=False)
    return {"sv": swedish, "en": english, **dict(others)}
