"""Texts that wait, and the addresses that the SMS service calls."""

from django.urls import path

from hemvist.texts import hooks, views

app_name = "texts"
urlpatterns = [
    path("", views.unsorted, name="unsorted"),
    path("<int:pk>/give/", views.give, name="give"),
    path("<int:pk>/aside/", views.aside, name="aside"),
    path("<int:pk>/undo/", views.undo, name="undo"),
]

called = (
    [
        path("incoming/", hooks.incoming, name="incoming"),
        path("report/", hooks.report, name="report"),
    ],
    "hooks",
)
