import Documents
import Texts
import LongRuns
import ArgumentParser
import Experiments
import Figures
import Foundation
import Losses

/// Exit codes of the program, after BSD's sysexits.
extension ExitCode {
  /// A loss does not do what it is required to.
  static let requirementUnmet = ExitCode(1)
  /// The command line or the configuration makes no sense.
  static let usage = ExitCode(64)
  /// A file holds something else than it should.
  static let badData = ExitCode(65)
  /// A file cannot be written.
  static let cannotWrite = ExitCode(73)
  /// Standard output cannot be written.
  static let outputLost = ExitCode(74)
  /// Stopped by Ctrl-C.
  static let interrupted = ExitCode(130)
}

/// Runs the body of a command; what goes wrong becomes one line on standard error and an exit code.
func reportingErrors<Result>(_ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let exit as ExitCode {
    throw exit
  } catch {
    printError(message(of: error))
    throw exitCode(of: error)
  }
}

/// Writes one line on standard error.
func printError(_ line: String) {
  writeToStandardError("reproduce-figure: error: \(oneLine(line))\n")
}

/// Writes one line on standard error about something that was left out.
func printWarning(_ line: String) {
  writeToStandardError("reproduce-figure: warning: \(oneLine(line))\n")
}

private func message(of error: any Error) -> String {
  switch error {
  case let error as DecodingError: "\(DocumentError(error))"
  default: "\(error)"
  }
}

private func exitCode(of error: any Error) -> ExitCode {
  switch error {
  case let error as LossError:
    if case .unsupportedSample = error { .badData } else { .usage }
  case PathError.unknown: .usage
  case let error as CellError where error.isInterruption: .interrupted
  case let error as CellError where error.isAboutData: .badData
  case FileError.notWritable(StandardOutput.name, _): .outputLost
  case let error as FileError where error.isAboutWriting: .cannotWrite
  case let error as ObjectError:
    if case .length = error { .usage } else { .badData }
  case let error as ClassError: error.isAboutData ? .badData : .usage
  case is RunLimitError: .usage
  case is FileError, is GridError, is PathError, is ExternalLossError, is RecordedCurveError:
    .badData
  default: .usage
  }
}
