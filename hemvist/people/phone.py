"""Telephone numbers, however they are written, in one notation (E.164)."""

import phonenumbers


class NotAPhoneNumber(ValueError):
    """The text is not a telephone number anywhere."""


def normalise(text: str, *, region: str = "SE") -> str:
    """A number as "+46701740605"; without a country code it is taken for Swedish.

    Raises NotAPhoneNumber for what no country could have given out.
    """
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise NotAPhoneNumber(text) from error
    if not phonenumbers.is_possible_number(number):
        raise NotAPhoneNumber(text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def readable(number: str) -> str:
    """A normalised number grouped as people of its country write it to foreigners."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
