"""The public calendar; what editors do with it is in `editing_urls`."""

from django.urls import URLPattern, path

from hemvist.happenings import views

app_name = "happenings"
urlpatterns: list[URLPattern] = [
    path("", views.calendar, name="calendar"),
    path("<int:year>/<int:month>/", views.month, name="month"),
    path("all.ics", views.feed, name="feed"),
    path("<slug:slug>/", views.happening, name="happening"),
    path("<slug:slug>/add.ics", views.one_file, name="one_file"),
]
