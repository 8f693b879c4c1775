"""The enquiry."""

from django.urls import URLPattern, path

from hemvist.intake import (
    editor_pages,
    editor_parts,
    making_pages,
    offer_pages,
    preview_pages,
    suspected_pages,
    views,
)

app_name = "intake"
urlpatterns: list[URLPattern] = [
    path("", views.start, name="start"),
    path("<uuid:public_id>/", views.resume, name="resume"),
    path("<slug:form>/", views.start, name="start_form"),
    path("<uuid:public_id>/check/", views.check, name="check"),
    path("<uuid:public_id>/receipt/", views.receipt, name="receipt"),
    path("<uuid:public_id>/later/", views.later, name="later"),
    path("<uuid:public_id>/<slug:step>/", views.step, name="step"),
]

offers = (
    [
        path("", offer_pages.offer_list, name="offer_list"),
        path("<int:pk>/", offer_pages.offer, name="offer"),
        path("<int:pk>/erase/", offer_pages.erase, name="erase"),
    ],
    "offers",
)
DRAFT = "<slug:slug>/draft/"
forms = (
    [
        path("", editor_pages.form_list, name="form_list"),
        path("new/", making_pages.new, name="new"),
        path("bring-in/", making_pages.bring_in, name="bring_in"),
        path("<slug:slug>/", editor_pages.form, name="form"),
        path("<slug:slug>/close/", editor_pages.retire, name="retire"),
        path("<slug:slug>/<int:number>/begin/", editor_pages.begin, name="begin"),
        path("<slug:slug>/<int:number>/copy/", making_pages.copy, name="copy"),
        path("<slug:slug>/<int:number>/file/", making_pages.fetch, name="fetch"),
        path("<slug:slug>/<int:number>/compare/", editor_pages.compare, name="compare"),
        path(
            "<slug:slug>/<int:number>/preview/<slug:language>/",
            preview_pages.preview,
            name="preview",
        ),
        path(DRAFT, editor_pages.draft, name="draft"),
        path(f"{DRAFT}publish/", editor_pages.publish, name="publish"),
        path(f"{DRAFT}confirm/", editor_pages.confirm, name="confirm"),
        path(f"{DRAFT}drop/", editor_pages.drop, name="drop"),
        path(f"{DRAFT}words/", editor_parts.texts, name="texts"),
        path(f"{DRAFT}sections/", editor_parts.new_section, name="new_section"),
        path(f"{DRAFT}sections/<slug:key>/", editor_parts.section, name="section"),
        path(f"{DRAFT}sections/<slug:key>/move/", editor_pages.move_section, name="move_section"),
        path(
            f"{DRAFT}sections/<slug:key>/remove/",
            editor_pages.remove_section,
            name="remove_section",
        ),
        path(
            f"{DRAFT}sections/<slug:section>/new/", editor_parts.new_question, name="new_question"
        ),
        path(f"{DRAFT}questions/<slug:key>/", editor_parts.question, name="question"),
        path(f"{DRAFT}questions/<slug:key>/move/", editor_pages.move, name="move"),
        path(f"{DRAFT}questions/<slug:key>/remove/", editor_pages.remove, name="remove"),
    ],
    "forms",
)

suspected = (
    [
        path("", suspected_pages.suspected, name="suspected"),
        path("<int:pk>/", suspected_pages.judge, name="judge"),
        path("<int:pk>/undo/", suspected_pages.undo, name="undo"),
    ],
    "suspected",
)
