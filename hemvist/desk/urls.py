"""The staff's pages that bring things together."""

from django.urls import path

from hemvist.desk import hours, lists, needs, register_pages, views
from hemvist.desk.digest_pages import digest
from hemvist.desk.leaving import leaving
from hemvist.desk.news_pages import see_list, what_is_new

app_name = "desk"
urlpatterns = [
    path("", lists.home, name="home"),
    path("queue/", lists.queue, name="queue"),
    path("waiting/", lists.waiting, name="waiting"),
    path("needs/", needs.needs, name="needs"),
    path("team/", lists.team, name="team"),
    path("digest/", digest, name="digest"),
    path("news/", what_is_new, name="news"),
    path("seen/", see_list, name="seen"),
    path("cases/", lists.cases, name="cases"),
    path("cases/<str:reference>/", views.case, name="case"),
    path("hours/", hours.hours, name="hours"),
    path("hours/week/", hours.save_week, name="save_week"),
    path("hours/promises/", hours.save_promises, name="save_promises"),
    path("hours/day/", hours.day, name="day"),
    path("hours/day/<int:pk>/remove/", hours.remove_day, name="remove_day"),
    path("hours/fill/", hours.fill, name="fill"),
    path("staff/<int:pk>/leaving/", leaving, name="leaving"),  # from accounts:person
    path("register/", register_pages.register, name="register"),
    path("register/extract/", register_pages.extract, name="extract"),
    path("register/extract.csv", register_pages.extract_csv, name="extract_csv"),
    path("register/extract.pdf", register_pages.extract_pdf, name="extract_pdf"),
    path("register/<str:number>/", register_pages.entry, name="register_entry"),
]
