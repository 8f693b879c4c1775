"""Keeping the guide true: the staff's side, and what readers answer."""

from django.urls import path

from hemvist.upkeep import views

app_name = "upkeep"
urlpatterns = [
    path("feedback/", views.feedback_list, name="feedback_list"),
    path("feedback/<uuid:pk>/", views.feedback, name="feedback"),
    path("feedback/<uuid:pk>/close/", views.close, name="close_feedback"),
    path("feedback/<uuid:pk>/reopen/", views.reopen, name="reopen_feedback"),
    path("links/", views.link_list, name="link_list"),
    path("links/<int:pk>/leave/", views.leave, name="leave_link"),
    path("links/<int:pk>/again/", views.again, name="look_again"),
]
public = (
    [
        path("", views.useful, name="answer"),
        path("<uuid:pk>/", views.tell, name="tell"),
        path("<uuid:pk>/thanks/", views.told, name="told"),
    ],
    "useful",
)
