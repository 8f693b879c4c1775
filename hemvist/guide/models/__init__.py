"""The page types an editor writes, by subject; and the pictures on them."""

from hemvist.guide.models.answers import AnswerPage, AnswersPage
from hemvist.guide.models.areas import AreaPage, AreasPage, VillagePage
from hemvist.guide.models.base import FormerAddress, GuidePage, MachineText, PageFile
from hemvist.guide.models.happenings import HappeningsPage
from hemvist.guide.models.life import ArticlePage, GuidesPage, LifeAreaPage, LifePage, StepsPage
from hemvist.guide.models.pictures import Picture, PictureRendition
from hemvist.guide.models.start import StartPage
from hemvist.guide.models.stories import StoriesPage, StoryPage

__all__ = [
    "AnswerPage",
    "AnswersPage",
    "AreaPage",
    "AreasPage",
    "ArticlePage",
    "FormerAddress",
    "GuidePage",
    "GuidesPage",
    "HappeningsPage",
    "LifeAreaPage",
    "LifePage",
    "MachineText",
    "PageFile",
    "Picture",
    "PictureRendition",
    "StartPage",
    "StepsPage",
    "StoriesPage",
    "StoryPage",
    "VillagePage",
]
