using System.Globalization;
using Patron.Kernel;

namespace Patron.ServiceDesk.ShowTicket;

internal static class Amounts
{
    private const decimal Most = 1_000_000_000;

    /// <summary>Micros of an amount in major units, as a form of type number sends it; null where it is none.</summary>
    public static long? Read(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var units) && units is >= 0 and <= Most ? Micros.From(units) : null;

    public static string Plain(long micros) => Micros.ToUnits(micros).ToString("0.######", CultureInfo.InvariantCulture);
}
