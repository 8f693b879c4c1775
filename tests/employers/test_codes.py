"""Codes as people write them, and pictures that hold exactly their address."""

from hypothesis import given, settings
from hypothesis import strategies as st

from hemvist.employers.codes import LENGTH, SYMBOLS, address_of, as_code, new_code, picture_of


def test_a_code_is_read_however_it_was_copied():
    assert as_code(" 7fk3-m9qx ") == "7FK3M9QX"
    assert as_code("OIL0 7777") == "01107777"
    assert as_code("7FK3M9Q") == as_code("7FK3M9QXX") == as_code("7FK3M9QU") == ""


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60) | st.just("\0\ud800" * 9))
def test_whatever_comes_in_an_address_is_a_code_or_nothing(text):
    code = as_code(text)

    assert code == "" or (len(code) == LENGTH and set(code) <= set(SYMBOLS))


def test_new_codes_can_be_read_again_and_differ():
    codes = [new_code() for _number in range(200)]

    assert [as_code(code) for code in codes] == codes
    assert len(set(codes)) == len(codes)


def test_the_picture_draws_every_dark_square_of_the_code_and_no_other():
    import qrcode
    from qrcode.constants import ERROR_CORRECT_Q

    address = address_of("7FK3M9QX", language="ar")
    path, width = picture_of(address)
    known = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=4)
    known.add_data(address)
    known.make()

    drawn = [[False] * width for _row in range(width)]
    for oblong in path.split("M")[1:]:
        start, rest = oblong.split(" ")
        y, _h, length = rest.partition("h")
        for x in range(int(start), int(start) + int(length.split("v")[0])):
            drawn[int(y)][x] = True

    assert "/ar/enquiry/?from=7FK3M9QX" in address
    assert drawn == known.get_matrix()
