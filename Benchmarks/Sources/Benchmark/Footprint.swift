import Foundation

/// Memory and instructions of calls, each measured in processes of their own.
struct Footprint {
  let program: String
  let folder: String

  /// Fields of Double that a call needs at its peak beyond its inputs, its result among them.
  ///
  /// - Returns: `nil` where the system does not tell.
  func fields(job: String, input: BenchmarkInput) -> Double? {
    // With a fixed threshold, malloc maps every field by itself and gives it back at once.
    let output = Machine.output(
      of: [program, "peak", job, "double", input.name, folder],
      environment: ["MALLOC_MMAP_THRESHOLD_": "65536"])
    return output.flatMap { Double($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
      .map { $0 / Double(8 * input.count) }
  }

  /// Instructions of the usual build for each element, counted by Valgrind on one thread.
  ///
  /// - Returns: `nil` where Valgrind is not installed.
  func instructionsPerElement(
    job: String, contestant: String, batch: BenchmarkInput.Batch?
  ) -> Double? {
    let input = Plan.valgrindInput(for: batch)
    return counted(
      ["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"], job: job,
      contestant: contestant, input: input
    ) { output in
      let line = output.split(separator: "\n").last {
        $0.contains("I refs:") || $0.contains("I   refs:")
      }
      return line.flatMap { $0.split(separator: ":").last }
    }.map { $0 / Double(input.count) }
  }

  /// Fields of Double that are allocated in each step of an experiment: a new prediction and the
  /// value of a loss, counted by Valgrind on one thread after a first step.
  ///
  /// - Returns: `nil` where Valgrind is not installed.
  func fieldsAllocatedPerStep(loss: String) -> Double? {
    let input = Plan.valgrindInput
    return counted(
      ["--tool=memcheck", "--undef-value-errors=no", "--leak-check=no"], job: "step \(loss)",
      contestant: "double", input: input
    ) { output in
      // "total heap usage: 1,234 allocs, 1,234 frees, 56,789 bytes allocated"
      let line = output.split(separator: "\n").last { $0.contains("total heap usage:") }
      return line.flatMap { $0.split(separator: " ").dropLast(2).last }
    }.map { $0 / Double(8 * input.count) }
  }

  /// What Valgrind counts in one call: a third of what three calls after a first one add.
  private func counted(
    _ tool: [String], job: String, contestant: String, input: BenchmarkInput,
    number: (String) -> Substring?
  ) -> Double? {
    let counts = [1, 4].map { repeats -> Double? in
      let output = Machine.output(
        of: ["valgrind"] + tool + [
          program, "repeat", job, contestant, input.name, folder, "\(repeats)",
        ])
      return output.flatMap(number).flatMap { Double($0.filter(\.isNumber)) }
    }
    guard let once = counts[0], let often = counts[1] else { return nil }
    return (often - once) / 3
  }

  /// Prints the bytes of one call; this is what the process of ``fields(job:input:)`` does.
  static func printPeak(_ request: Request) throws {
    var warmUp = request
    warmUp.input = "64x64"
    // Code, threads and small tables come in with the first call.
    _ = try Jobs.prepare(warmUp)?()
    guard let call = try Jobs.prepare(request) else { throw BenchmarkError("no such job") }
    Machine.resetPeak()
    let before = Machine.memory()
    _ = try call()
    guard let before, let after = Machine.memory() else {
      throw BenchmarkError("this system does not tell how much memory a process has")
    }
    print(after.peak - before.current)
  }
}
