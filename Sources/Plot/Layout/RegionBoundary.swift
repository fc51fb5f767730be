/// The outline of a set of pixels.
package enum RegionBoundary {
  /// The closed loops along pixel edges around the pixels that are `inside`, row by row.
  ///
  /// Outer loops run clockwise and holes the other way (y grows downwards). Pixels that touch at a
  /// corner alone belong to different loops. Corners in the middle of a straight edge are left out.
  package static func loops(width: Int, height: Int, inside: [Bool]) -> [[Point]] {
    var tracer = Tracer(width: width, height: height, inside: inside)
    var loops: [[Point]] = []
    for row in 0..<height {
      for column in 0..<width where tracer.startsLoop(row: row, column: column) {
        loops.append(tracer.loop(row: row, column: column))
      }
    }
    return loops
  }

  private struct Tracer {
    let width: Int
    let height: Int
    let inside: [Bool]
    /// Whether the upper edge of a pixel was already walked; every loop has one such edge.
    var isWalked: [Bool]

    init(width: Int, height: Int, inside: [Bool]) {
      self.width = width
      self.height = height
      self.inside = inside
      isWalked = [Bool](repeating: false, count: inside.count)
    }

    func isInside(_ row: Int, _ column: Int) -> Bool {
      row >= 0 && row < height && column >= 0 && column < width && inside[row * width + column]
    }

    /// Whether a loop not yet walked runs along the upper edge of this pixel.
    func startsLoop(row: Int, column: Int) -> Bool {
      isInside(row, column) && !isInside(row - 1, column) && !isWalked[row * width + column]
    }

    /// Walks the loop that runs to the right along the upper edge of a pixel.
    ///
    /// The region is kept at the right hand: at each corner the walk turns right where the pixel
    /// ahead at the right is outside, left where the pixel ahead at the left is inside.
    mutating func loop(row: Int, column: Int) -> [Point] {
      let start = (x: column, y: row)
      var (x, y) = start
      var (dx, dy) = (1, 0)
      var points: [Point] = []
      repeat {
        if dx == 1 { isWalked[y * width + x] = true }
        x += dx
        y += dy
        let turn = turn(x: x, y: y, dx: dx, dy: dy)
        if turn != 0 {
          points.append(Point(Double(x), Double(y)))
          (dx, dy) = turn > 0 ? (-dy, dx) : (dy, -dx)
        }
      } while x != start.x || y != start.y || dx != 1
      return points
    }

    /// 1 to turn right, −1 to turn left, 0 to go on.
    private func turn(x: Int, y: Int, dx: Int, dy: Int) -> Int {
      // The right hand of a walk along (dx, dy) is (−dy, dx), for y grows downwards.
      let right = isInside(
        y + ((dy + dx) < 0 ? -1 : 0), x + ((dx - dy) < 0 ? -1 : 0))
      guard right else { return 1 }
      let left = isInside(
        y + ((dy - dx) < 0 ? -1 : 0), x + ((dx + dy) < 0 ? -1 : 0))
      return left ? -1 : 0
    }
  }
}
