using Patron.Kernel;

namespace Patron.Quality.ShowQuality;

internal sealed record DaysOutOfRange(int Least, int Most) : FieldRefusal("quality.refused.days", "days");

internal sealed record PercentUnfit(string At) : FieldRefusal("quality.refused.percent", At);
