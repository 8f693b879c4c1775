"""What one does to one case."""

from django.urls import path

from hemvist.casework import (
    calling_pages,
    household_pages,
    need_pages,
    noting_pages,
    pausing_pages,
    views,
)

app_name = "casework"
urlpatterns = [
    path("call/", calling_pages.call, name="call"),
    path("call/missed/", calling_pages.missed, name="missed"),
    path("note/", views.note, name="note"),
    path("next-step/", views.next_step, name="next_step"),
    path("pause/", pausing_pages.pause, name="pause"),
    path("go-on/", pausing_pages.go_on, name="go_on"),
    path("take/", views.take, name="take"),
    path("release/", views.release, name="release"),
    path("assign/", views.assign, name="assign"),
    path("needs/new/", need_pages.new_need, name="new_need"),
    path("needs/<int:pk>/", need_pages.need, name="need"),
    path("facts/new/", noting_pages.new_fact, name="new_fact"),
    path("facts/<int:pk>/", noting_pages.fact, name="fact"),
    path("tasks/new/", noting_pages.new_task, name="new_task"),
    path("tasks/<int:pk>/", noting_pages.task, name="task"),
    path("tasks/<int:pk>/done/", noting_pages.done, name="done"),
    path("tasks/<int:pk>/undo/", noting_pages.undo, name="undo"),
    path("mentions/<int:pk>/read/", noting_pages.read, name="read"),
    path("presence/", noting_pages.presence, name="presence"),
    path("household/", household_pages.household, name="household"),
    path("household/new/", household_pages.new_member, name="new_member"),
    path("household/<int:pk>/", household_pages.member, name="member"),
    path("household/<int:pk>/left/", household_pages.left, name="left"),
    path("household/<int:pk>/back/", household_pages.back, name="back"),
    path("household/<int:pk>/talk/", household_pages.contact_person, name="contact_person"),
    path("household/<int:pk>/track/", household_pages.track, name="track"),
    path("household/<int:pk>/track/end/", household_pages.end_track, name="end_track"),
    path("close/", views.close, name="close"),
    path("reopen/", views.reopen, name="reopen"),
]
