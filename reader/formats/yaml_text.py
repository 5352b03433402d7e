"""Values as YAML, for the files of seeds. Imports yaml and frontmatter (20 ms) at once."""

from typing import Any

import frontmatter
from frontmatter.default_handlers import YAMLHandler
from yaml import SafeDumper, ScalarNode, dump

_WIDTH = 120


class Moment(str):
    """A time that is written without quotes: 2020-11-26T15:50:00Z."""

    __slots__ = ()


class _Dumper(SafeDumper):
    """Writes times without quotes, and nothing as a reference to what stands above."""

    def ignore_aliases(self, data: object) -> bool:
        """The loader takes no references."""
        del data
        return True

    def moment(self, data: Moment) -> ScalarNode:
        """A time as a scalar that YAML takes for one."""
        return self.represent_scalar("tag:yaml.org,2002:timestamp", str(data))


_Dumper.add_representer(Moment, _Dumper.moment)


def written(post: "frontmatter.Post") -> str:
    """The text of a file with front matter, a line break at its end."""
    return frontmatter.dumps(post, YAMLHandler(), Dumper=_Dumper, sort_keys=False, width=_WIDTH) + "\n"


def yaml(fields: dict[str, Any]) -> str:
    """The text of a file of fields."""
    return str(dump(fields, Dumper=_Dumper, sort_keys=False, width=_WIDTH, allow_unicode=True))
