"""The staff's pages that bring things together."""

from django.urls import path

from hemvist.desk import views
from hemvist.desk.leaving import leaving

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("queue/", views.queue, name="queue"),
    path("team/", views.team, name="team"),
    path("cases/", views.cases, name="cases"),
    path("cases/<str:reference>/", views.case, name="case"),
    path("staff/<int:pk>/leaving/", leaving, name="leaving"),  # from accounts:person
    path("register/", views.register, name="register"),
    path("register/extract/", views.extract, name="extract"),
    path("register/extract.csv", views.extract_csv, name="extract_csv"),
]
