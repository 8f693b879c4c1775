"""Check-ins: the household's buttons, and the hosts' pages."""

from django.urls import path

from hemvist.follow_up import views

app_name = "follow_up"
public = ([path("<str:token>/", views.answer, name="answer")], "check_in")
urlpatterns = [
    path("follow-up/", views.overview, name="overview"),
    path("cases/<str:reference>/moved-in/", views.moved_in, name="moved_in"),
    path("cases/<str:reference>/follow-up/", views.case, name="case"),
    path("cases/<str:reference>/follow-up/pause/", views.pause, name="pause"),
    path("cases/<str:reference>/follow-up/resume/", views.resume, name="resume"),
    path("cases/<str:reference>/follow-up/<int:pk>/skip/", views.skip, name="skip"),
    path("cases/<str:reference>/follow-up/<int:pk>/again/", views.plan_again, name="plan_again"),
    path("cases/<str:reference>/follow-up/<int:pk>/said/", views.said, name="said"),
]
