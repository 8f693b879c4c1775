"""People who walk through the product in a browser: with the mouse, or with the keyboard alone."""

import re

TYPED = {
    "household": {"adults": "2", "ages_0": "4"},
    "needs": {"areas": ["housing", "work"]},
    "whom": {"whom_work": ["adult-2"]},
    "from": {"origin": "eu"},
    "when": {"when": "month", "month_0": "6", "month_1": "2027"},
    "area": {"area": "harads"},
    "contact": {"best": "email", "also": ["phone"]},
    "hours": {"language": "en", "hours": "morning"},
    "name": {"name": "Мирослава Тест", "email": "miroslava@example.org", "phone": "+46701740605"},
    "other": {"text": "We have a dog."},
}


class Mouse:
    """Fills in a form as most people do."""

    def __init__(self, page):
        self.page = page

    def fill(self, name, value):
        control = self.page.locator(f'main [name="{name}"]').first
        kind = control.get_attribute("type") or control.evaluate("e => e.tagName.toLowerCase()")
        if kind in {"radio", "checkbox"}:
            for one in [value] if isinstance(value, str) else value:
                self.page.check(f'main [name="{name}"][value="{one}"]')
        elif kind == "select":
            control.select_option(value)
        else:
            control.fill(value)

    def press(self, words):
        self.page.locator("main").get_by_role("button", name=words).first.click()
        self.page.wait_for_load_state()

    def follow(self, words):
        self.page.get_by_role("link", name=words).first.click()
        self.page.wait_for_load_state()


class Keyboard(Mouse):
    """Never touches a mouse: Tab to get there, Space, arrows and Enter to act."""

    def reach(self, selector):
        for _ in range(150):
            if self.page.evaluate(
                "s => document.activeElement && document.activeElement.matches(s)", selector
            ):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The keyboard does not reach {selector}")

    def fill(self, name, value):
        control = self.page.locator(f'main [name="{name}"]').first
        kind = control.get_attribute("type") or control.evaluate("e => e.tagName.toLowerCase()")
        if kind == "checkbox":
            for one in [value] if isinstance(value, str) else value:
                box = f'main [name="{name}"][value="{one}"]'
                self.reach(box)
                if not self.page.is_checked(box):
                    self.page.keyboard.press("Space")
        elif kind == "radio":
            self.reach(f'main [name="{name}"]')
            self.page.keyboard.press("Space")
            for _ in range(60):
                if self.page.is_checked(f'main [name="{name}"][value="{value}"]'):
                    return
                self.page.keyboard.press("ArrowDown")
            raise AssertionError(f"The arrows do not reach {value}")
        elif kind == "select":
            self.reach(f'main [name="{name}"]')
            label = control.locator(f'option[value="{value}"]').inner_text()
            self.page.keyboard.type(label)
        else:
            self.reach(f'main [name="{name}"]')
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(value)

    def press(self, words):
        self._enter("button", words)

    def follow(self, words):
        self._enter("a", words)

    def _enter(self, tag, words):
        for _ in range(150):
            if self.page.evaluate(
                """([tag, words]) => {
                    const e = document.activeElement;
                    return e && e.matches(tag) && new RegExp(words).test(e.innerText);
                }""",
                [tag, words if isinstance(words, str) else words.pattern],
            ):
                with self.page.expect_navigation():
                    self.page.keyboard.press("Enter")
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The keyboard does not reach {tag} {words}")


def enquire(walker, *, typed=TYPED):
    """Answer one question after the other and send; the receipt's reference."""
    page = walker.page
    walker.follow("Tell us what you are looking for")
    walker.press("Begin")
    for _ in range(20):
        step = page.url.rstrip("/").split("/")[-1]
        if step == "check":
            break
        for name, value in typed[step].items():
            walker.fill(name, value)
        walker.press("Continue")
    walker.press("Send")
    return re.search(r"[A-Z]+-\d{2}-\d{5}", page.inner_text("main")).group()
