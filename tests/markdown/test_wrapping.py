"""Half-width marks behind Chinese characters."""

import pytest

from digest.markdown.wrapping import tighten_marks


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>训练,其性能:好</p>", "<p>训练[,]其性能[:]好</p>"),
        ("<p>汉字,Latin, 汉; 字。</p>", "<p>汉字[,]Latin, 汉[;] 字。</p>"),
        ('<p>A,其 第一点;</p><a title="汉,字">汉</a>', None),
        ("<code>汉,字</code><pre>汉,字</pre><math><mtext>汉,字</mtext></math>", None),
        ("<p>&quot;其&amp;他</p>", None),
        ("English, only.", None),
    ],
)
def test_marks_between_chinese_and_more_text_are_wrapped(html: str, shown: str | None) -> None:
    tight = tighten_marks(html)
    assert tight == (html if shown is None else shown.replace("[", '<span class="tight">').replace("]", "</span>"))
