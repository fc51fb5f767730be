/// A table of comma-separated values with curves that were computed elsewhere.
///
/// It has the columns `object`, `step`, `loss` and `value`, in any order and in capitals or not; `path`
/// where the experiment has several; and `run` where a path is random and there is a value for each of
/// its seeds. Other columns and empty lines are passed over.
package enum CurveTable {
  /// A curve of which rows are being collected.
  private struct Collection {
    let object: String
    let path: String
    let loss: String
    var runs: [Int: [Int: Double]] = [:]
  }

  /// The curves of a table, in the order in which they first appear.
  ///
  /// - Parameters:
  ///   - bytes: the table, in UTF-8, or in UTF-16 with a byte order mark.
  ///   - file: what names it in messages.
  ///   - paths: the paths of the experiment; the only one is meant where a row names none.
  /// - Throws: ``RecordedCurveError``.
  package static func curves(
    in bytes: [UInt8], file: String, paths: [String]
  ) throws(RecordedCurveError) -> [RecordedCurve] {
    let table = try ColumnTable(bytes, file: file)
    for column in ["object", "step", "loss", "value"] where table.columns[column] == nil {
      throw .missingColumn(column, file: file)
    }
    if paths.count > 1, table.columns["path"] == nil { throw .missingColumn("path", file: file) }
    var collections: [Collection] = []
    var indices: [[String]: Int] = [:]
    for row in table.rows {
      // An empty path is no path.
      let path: String
      if let only = paths.first, paths.count == 1 {
        path = row.optionalText("path") ?? only
      } else {
        path = try row.text("path")
      }
      let key = [try row.text("object"), path, try row.text("loss")]
      let index = indices[key] ?? collections.count
      if index == collections.count {
        indices[key] = index
        collections.append(Collection(object: key[0], path: key[1], loss: key[2]))
      }
      let (step, run) = (try row.count("step"), try row.optionalCount("run") ?? 0)
      let value = try row.value("value")
      let former = collections[index].runs[run, default: [:]].updateValue(value, forKey: step)
      guard former == nil else {
        throw row.error("step", "step \(step) of this curve is there twice")
      }
    }
    return try recorded(collections, file: file)
  }

  private static func recorded(
    _ collections: [Collection], file: String
  ) throws(RecordedCurveError) -> [RecordedCurve] {
    var curves: [RecordedCurve] = []
    for collection in collections {
      var runs: [[Double]] = []
      for (_, steps) in collection.runs.sorted(by: { $0.key < $1.key }) {
        // As many steps as there are rows, from 0 on, or one of them is missing.
        if let gap = (0..<steps.count).first(where: { steps[$0] == nil }) {
          throw .missingStep(gap, loss: collection.loss, object: collection.object, file: file)
        }
        runs.append((0..<steps.count).compactMap { steps[$0] })
      }
      curves.append(
        RecordedCurve(
          object: collection.object, path: collection.path, loss: collection.loss, runs: runs,
          source: file))
    }
    return curves
  }
}
