using Patron.Data.Exporting;

namespace Patron.Segments.ExportRows;

/// <summary>Who came into segments and left them, and why.</summary>
internal sealed class ExportsMoves() : ExportsCustomerTable("segment-moves", 121, SegmentMoveTable.Name, SegmentTopics.Segments,
    [new("segment_id", KeptAs.Long), new("at", KeptAs.Instant), new("day", KeptAs.Day), new("entered", KeptAs.Flag), new("why", KeptAs.Text)], same: ["segment_id", "at", "entered"]);

/// <summary>Whom files named.</summary>
internal sealed class ExportsListed() : ExportsCustomerTable("segment-lists", 122, ListedCustomerTable.Name, SegmentTopics.Segments, [new("segment_id", KeptAs.Long)], same: ["segment_id"]);
