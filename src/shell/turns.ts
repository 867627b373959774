/**
 * How the flows of all shells take turns: what the shell asks of whoever drives the lab.
 *
 * A task is one flow of a shell: the shell's own, a command of a pipeline, a background job. Of all tasks of
 * a lab one runs at a time; it runs until it parks or ends, and the simulation moves only when every task is
 * parked.
 */

/** One flow of a shell. */
export interface Task {
  /**
   * Parks this task until `wake` is called. `register` is called at once; what it answers is called when the
   * wait is over. Only the first call of `wake` counts.
   */
  park<T>(register: (wake: (value: T) => void) => () => void): Promise<T>;
}

export interface Turns {
  /**
   * Makes a new task, which takes its first turn after the tasks that are ready now. `run` must not throw.
   */
  spawn(run: (task: Task) => Promise<void>): Task;
}
