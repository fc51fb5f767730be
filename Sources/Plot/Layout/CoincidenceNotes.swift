/// What stands below an axis of the curves that stand for several: a sample and how many they are, as many
/// on a line as find room.
struct CoincidenceNotes {
  private var notes: [(group: Coincidence, text: String, place: Point)] = []
  private let context: LayoutContext

  /// The height of the lines with the gap above them, in points; 0 where there are none.
  private(set) var height = 0.0

  private static let sampleWidth = 14.0
  private static let sampleGap = 3.0
  private static let distance = 8.0
  private static let topGap = 1.0

  init(
    _ groups: [Coincidence], letters: [Coincidence: String], width: Double, context: LayoutContext
  ) {
    self.context = context
    let offset = Self.sampleWidth + Self.sampleGap
    let lineHeight = context.lineHeight(.tick)
    var place = Point(0, Self.topGap)
    for group in groups {
      let labels = group.labels(letters[group])
      let text =
        labels.first { context.width($0, .tick) <= width - offset }
        ?? context.fit(labels[labels.count - 1], width: width - offset, style: .tick)
      guard !text.isEmpty else { continue }
      let textWidth = context.width(text, .tick)
      if place.x > 0, place.x + offset + textWidth > width {
        place = Point(0, place.y + lineHeight)
      }
      notes.append((group, text, place))
      place.x += offset + textWidth + Self.distance
      height = place.y + lineHeight
    }
  }

  /// Adds the notes; `origin` is their upper left corner.
  func place(at origin: Point, into layout: inout Layout) {
    for (group, text, place) in notes {
      let (left, top) = (origin.x + place.x, origin.y + place.y)
      layout.sample(
        .group(style: group.style), left: left, middle: top + context.lineHeight(.tick) / 2,
        width: Self.sampleWidth, theme: context.theme)
      layout.texts.append(
        context.text(
          text, .coincidence, .tick, x: left + Self.sampleWidth + Self.sampleGap, top: top))
    }
  }
}
