/** The course in English, in a real browser. */

import { courseIn } from "#support/lesson-course";

courseIn("en");
