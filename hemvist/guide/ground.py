"""What Wagtail needs before anybody can write a page: languages, groups, rights, the workflow.

Laid after every migration, because Wagtail's own migrations lay another ground (a welcome page,
moderators). Laying it again changes nothing.
"""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils.translation import gettext, override
from wagtail.images.models import Image
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from hemvist.accounts.actions import keep_groups
from hemvist.accounts.models import EDITORS, PUBLISHERS, Role, User

RIGHTS_ON_PAGES = {
    EDITORS: ["add_page", "change_page"],
    PUBLISHERS: [
        "add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page",
    ],
}  # fmt: skip
RIGHTS_ON_PICTURES = {
    EDITORS: ["add_image", "choose_image"],
    PUBLISHERS: ["add_image", "change_image", "delete_image", "choose_image"],
}
OTHER_RIGHTS = [
    ("wagtailadmin", "admin", "access_admin"),
    ("wagtail_localize", "translation", "submit_translation"),
]
FORMER_APPROVAL = "Approval"  # as it was called before it had a name in the language of the place


def lay_ground() -> None:
    """Make everything that is missing, and take away what Wagtail made and we do not use."""
    if "wagtailcore_workflow" not in connection.introspection.table_names():
        return  # migrated backwards, to before there was a Wagtail
    _languages()
    root = _root()
    for name in (EDITORS, PUBLISHERS):
        _give_rights(Group.objects.get_or_create(name=name)[0], root)
    Group.objects.filter(name="Moderators").delete()
    _approval(root)
    for user in User.objects.filter(role__in=[Role.EDITOR, Role.COORDINATOR], groups=None):
        keep_groups(user)


def _languages() -> None:
    """In bulk, so that no signal wants the cache, whose table may be made after this."""
    Locale.objects.bulk_create(
        [Locale(language_code=code) for code, _name in settings.LANGUAGES], ignore_conflicts=True
    )


def _root() -> Page:
    """The root of the tree, and that of the collections of pictures."""
    if Page.get_first_root_node() is None:
        page_type = ContentType.objects.get_for_model(Page)
        Page.add_root(title="Root", slug="root", content_type=page_type)
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    return Page.get_first_root_node()


def _give_rights(group: Group, root: Page) -> None:
    """Exactly these rights, and none that were given otherwise."""
    page_type = ContentType.objects.get_for_model(Page)
    pages = [_permission(page_type, code) for code in RIGHTS_ON_PAGES[group.name]]
    GroupPagePermission.objects.filter(group=group).exclude(
        page_id=root.pk, permission__in=pages
    ).delete()
    for permission in pages:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    picture_type = ContentType.objects.get_for_model(Image)  # whose rights Wagtail asks for
    pictures = [_permission(picture_type, code) for code in RIGHTS_ON_PICTURES[group.name]]
    collection = Collection.get_first_root_node()
    GroupCollectionPermission.objects.filter(group=group).exclude(
        collection_id=collection.pk, permission__in=pictures
    ).delete()
    for permission in pictures:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )
    group.permissions.set(
        _permission(ContentType.objects.get_or_create(app_label=app, model=model)[0], code)
        for app, model, code in OTHER_RIGHTS
    )


def _permission(content_type: ContentType, code: str) -> Permission:
    """Django makes its permissions after this, in the same round; we need them now."""
    return Permission.objects.get_or_create(
        content_type=content_type,
        codename=code,
        defaults={"name": f"Can {code.replace('_', ' ')}"},
    )[0]


def _approval(root: Page) -> None:
    """Draft, approval by a publisher, published: for every page."""
    with override(settings.LANGUAGE_CODE):  # the button says it: hand in for ...
        name = gettext("Approval")
    for model in (GroupApprovalTask, Workflow):
        model.objects.filter(name=FORMER_APPROVAL).update(name=name)
    task, _new = GroupApprovalTask.objects.get_or_create(name=name)
    task.groups.set(Group.objects.filter(name=PUBLISHERS))
    workflow, _new = Workflow.objects.get_or_create(name=name)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    others = Workflow.objects.exclude(pk=workflow.pk)
    others.filter(name="Moderators approval").update(active=False)
