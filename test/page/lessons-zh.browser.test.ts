/** The course in Chinese, in a real browser. */

import { courseIn } from "#support/lesson-course";

courseIn("zh");
