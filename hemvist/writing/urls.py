"""Writing in a case; joined to the other addresses of a case in hemvist.urls."""

from django.urls import path

from hemvist.writing import views

urlpatterns = [
    path("write/", views.write, name="write"),
    path("write/keep/", views.autosave, name="autosave"),
    path("messages/<int:pk>/by-machine/", views.in_my_language, name="by_machine"),
    path("write/<int:pk>/undo/", views.undo, name="undo_message"),
    path("write/<int:pk>/when/", views.planned, name="planned_message"),
]
