"""What is said when something was left out."""

from django import forms
from django.template import Context, Template

from hemvist.core.missing import mistakes_of


class Asking(forms.Form):
    name = forms.CharField(label="Your name")
    day = forms.DateField(label="Which day")
    kind = forms.ChoiceField(label="What kind", choices=[("a", "A")])
    own = forms.CharField(
        label="Own words", error_messages={"required": "Write what you look for."}
    )


def test_each_kind_of_field_says_what_to_do():
    form = Asking({})

    assert form.errors == {
        "name": ["Fill this in."],
        "day": ["Write which day."],
        "kind": ["Choose one of these."],
        "own": ["Write what you look for."],
    }


def test_the_summary_names_the_field_where_the_words_do_not():
    form = Asking({})
    shown = Template("{% error_summary form %}").render(Context({"form": form}))

    assert mistakes_of(form["own"]) == ["Write what you look for."]
    assert '<a href="#id_name">Your name: Fill this in.</a>' in shown
    assert '<a href="#id_own">Write what you look for.</a>' in shown
