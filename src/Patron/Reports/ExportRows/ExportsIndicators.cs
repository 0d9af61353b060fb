using Patron.Data.Exporting;
using Patron.Reports.StoreIndicators;

namespace Patron.Reports.ExportRows;

/// <summary>Key indicators as they were stored month by month: later data would give other numbers.</summary>
internal sealed class ExportsIndicators() : ExportsTable("indicators", 118, StoredIndicatorTable.Name, [new("month", KeptAs.Int), new("key", KeptAs.Text), new("value", KeptAs.Long, Null: true), new("at", KeptAs.Instant)], same: 2);
