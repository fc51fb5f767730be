import Foundation

/// A process that ends what a command has started if this program is gone without having done so, as after
/// SIGKILL.
///
/// It is a shell that waits for the end of a pipe which nobody but this program holds open, so that it notices
/// whatever the program ended by.
struct Watchdog: Sendable {
  private let id: pid_t
  private let pipe: Int32

  /// Ends the group that it is told of and, where there is a `/proc`, whatever bears the mark `$1`, several
  /// times, since what is started while others are being ended is seen only then.
  private static let script = """
    trap '' HUP INT TERM
    exec > /dev/null 2>&1
    group=
    read group && read nothing
    [ -z "$group" ] || kill -KILL -- "-$group"
    for turn in 1 2 3 4 5 6 7 8 9 10; do
      found=
      for file in /proc/[0-9]*/environ; do
        grep -qF "$1" "$file" || continue
        process=${file#/proc/}
        kill -KILL "${process%/environ}" && found=1
      done
      [ -n "$found" ] || break
    done
    """

  /// Watches over whatever bears a mark in its environment, from before it is started.
  ///
  /// - Throws: ``ProcessError``.
  init(mark: String) throws(ProcessError) {
    let ends = try Pipe()
    do throws(ProcessError) {
      id = try ChildProcess.spawn(
        [Self.script, "watchdog", mark], streams: [ends.reading])
    } catch {
      ends.close()
      throw error
    }
    close(ends.reading)
    pipe = ends.writing
  }

  /// Watches over a group of processes, too; it bears the mark.
  func add(group: pid_t) {
    let line = Array("\(group)\n".utf8)
    _ = withoutSIGPIPE { write(pipe, line, line.count) }
  }

  /// Ends it; what it watches over is to be ended before.
  func end() {
    kill(id, SIGKILL)
    ChildProcess.waitToEnd(id)
    close(pipe)
  }
}
