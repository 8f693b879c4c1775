"""What hosts and people write to each other, put together from the files in `texts/`."""

from random import Random

from hemvist.demo.story import Story
from hemvist.demo.world import World


def first_words(story: Story, world: World, rng: Random) -> str:
    """The host's first message: who they are, that they have read, and something useful."""
    words = world.words[story.people.language]
    topic = words["topics"][story.seeks[0][0]] if story.seeks else {"answers": [""]}
    return "\n\n".join(
        [
            rng.choice(words["host_first"]).format(
                name=story.people.first_name, host=story.owner.name.split()[0]
            ),
            rng.choice(topic["answers"]),
            rng.choice(words["host_ends"]).format(host=story.owner.name),
        ]
    )


def answer_words(story: Story, world: World, rng: Random) -> str:
    """What the host answers to the question asked last."""
    words = world.words[story.people.language]
    topic = words["topics"][story.seeks[story.topic % len(story.seeks)][0]]
    return "\n\n".join(
        [
            rng.choice(words["host_greetings"]).format(name=story.people.first_name),
            rng.choice(topic["answers"]),
            rng.choice(words["host_ends"]).format(host=story.owner.name),
        ]
    )


def person_words(story: Story, world: World, rng: Random) -> str:
    """A short word of thanks, or a question about something looked for."""
    words = world.words[story.people.language]
    if rng.random() < 0.25:
        return str(rng.choice(words["short"]))
    story.topic += 1
    topic = words["topics"][story.seeks[story.topic % len(story.seeks)][0]]
    question = rng.choice(topic["questions"])
    if rng.random() < 0.4:
        return str(question)
    return f"{rng.choice(words['greetings'])}\n\n{question}\n\n{story.people.first_name}"
