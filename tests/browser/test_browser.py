"""The browser itself: it reaches the server and nothing else."""


def test_the_browser_reaches_the_server(page):
    answer = page.goto("/design/")

    assert answer.status == 200


def test_a_page_works_without_script(open_page):
    page = open_page(script=False)

    assert page.goto("/design/").status == 200
