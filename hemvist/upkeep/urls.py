"""Keeping the guide true: the staff's side, and what readers answer."""

from django.urls import path

from hemvist.upkeep import glossary, pages, proposals, views

app_name = "upkeep"
urlpatterns = [
    path("", pages.hub, name="hub"),
    path("reviews/", pages.review_list, name="review_list"),
    path("reviews/<int:pk>/", pages.confirm, name="confirm"),
    path("translations/", pages.translation_list, name="translation_list"),
    path("glossary/", glossary.terms, name="glossary"),
    path("glossary/new/", glossary.edit, name="new_term"),
    path("glossary/<int:pk>/", glossary.edit, name="term"),
    path("glossary/<int:pk>/remove/", glossary.remove, name="remove_term"),
    path("translations/<int:pk>/<slug:language>/", pages.translation, name="translation"),
    path(
        "translations/<int:pk>/<slug:language>/file/",
        pages.translation_file,
        name="translation_file",
    ),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<uuid:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<uuid:pk>/publish/", proposals.publish, name="publish_proposal"),
    path("proposals/<uuid:pk>/decline/", proposals.decline, name="decline_proposal"),
    path("feedback/", views.feedback_list, name="feedback_list"),
    path("feedback/<uuid:pk>/", views.feedback, name="feedback"),
    path("feedback/<uuid:pk>/close/", views.close, name="close_feedback"),
    path("feedback/<uuid:pk>/reopen/", views.reopen, name="reopen_feedback"),
    path("links/", views.link_list, name="link_list"),
    path("links/<int:pk>/leave/", views.leave, name="leave_link"),
    path("links/<int:pk>/again/", views.again, name="look_again"),
]
answers = (
    [
        path("", pages.answer_list, name="answer_list"),
        path("<int:pk>/take/", pages.take_answer, name="take_answer"),
    ],
    "answers",
)
proposing = (
    [
        path("", proposals.propose, name="propose"),
        path("thanks/", proposals.proposed, name="proposed"),
    ],
    "proposal",
)
public = (
    [
        path("", views.useful, name="answer"),
        path("report/", views.report, name="report"),
        path("<uuid:pk>/", views.tell, name="tell"),
        path("review/<str:token>/", pages.review, name="review"),
        path("<uuid:pk>/thanks/", views.told, name="told"),
    ],
    "useful",
)
