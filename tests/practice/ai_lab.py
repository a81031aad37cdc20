"""A course whose second lesson is the AI lab: a text to mark, pairs to choose from, a prompt to build."""

from tests.content import SECOND, publish, small_course
from tests.core.practice.samples import SAMPLES
from tests.core.practice.samples.prompt import FREE
from tests.factories import Site
from tests.practice.makers import SLUG, School, make_school

_HEADING = """
## Nhiệm vụ: {title} {{#{item}}}
Đọc rồi làm.

```{kind}
{block}
```
"""
_LESSON = f"/hoc/{SLUG}/bai-hai/nhiem-vu"
SPOT, SPOT_ONE, SAFER, PROMPT, FREE_PROMPT = (
    f"{_LESSON}/{item}" for item in ("nv-soi", "nv-mot", "nv-hon", "nv-lenh", "nv-viet")
)
ONE_FAULT = (
    "- Trường có hai mươi lớp học. [[bịa: Mỗi lớp có một máy bay|Không có thật.]]. Thư viện ở tầng hai."
)
OWN = (
    "Bạn là giáo viên lớp 5. Soạn thư mời họp phụ huynh, dưới 150 từ. Chỗ nào không chắc thì ghi cần hỏi lại."
)


def make_lab(site: Site) -> School:
    """Publish the course with a school around its learner."""
    school = make_school(site)
    tasks = (
        ("Soi lỗi của AI", "nv-soi", "spot", SAMPLES["spot"].good),
        ("Soi một loại lỗi", "nv-mot", "spot", ONE_FAULT),
        ("Cách nào an toàn hơn", "nv-hon", "safer", SAMPLES["safer"].good),
        ("Ghép một câu lệnh", "nv-lenh", "prompt", SAMPLES["prompt"].good),
        ("Viết một câu lệnh", "nv-viet", "prompt", FREE),
    )
    text = SECOND.replace("requires: [bai-mot]\n", "") + "".join(
        _HEADING.format(title=title, item=item, kind=kind, block=block.strip())
        for title, item, kind, block in tasks
    )
    publish(site, small_course(**{"02_bai_hai__md": text}))
    return school
