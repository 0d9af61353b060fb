using System.Globalization;

namespace Patron.Kernel;

/// <summary>
/// Amounts are micros: a millionth of the currency unit, as a long. They are rounded to minor units (ISO 4217 exponent) only where money is charged or shown.
/// </summary>
public static class Micros
{
    public const long PerUnit = 1_000_000;

    /// <summary>Exact for up to six decimals; throws <see cref="OverflowException"/> beyond about nine million million units.</summary>
    public static long From(decimal units) => checked((long)decimal.Round(units * PerUnit, 0, MidpointRounding.AwayFromZero));

    public static decimal ToUnits(long micros) => micros / (decimal)PerUnit;

    /// <summary>quantity (micros) x price (micros) x (1 - discount (micros)), rounded half away from zero to a micro.</summary>
    public static long LineAmount(long quantity, long price, long discount = 0)
    {
        var amount = (decimal)quantity * price / PerUnit;
        if (discount != 0) amount = amount * (PerUnit - discount) / PerUnit;
        return checked((long)decimal.Round(amount, 0, MidpointRounding.AwayFromZero));
    }
}

/// <summary>An amount in one ISO 4217 currency; adding two currencies is a bug and throws.</summary>
public readonly record struct Money(long Micros, string Currency)
{
    public static Money operator +(Money a, Money b) => a.Currency == b.Currency
        ? a with { Micros = checked(a.Micros + b.Micros) }
        : throw new InvalidOperationException($"Cannot add {b.Currency} to {a.Currency}.");

    /// <summary>Rounded half away from zero to the currency's minor unit.</summary>
    public Money Rounded()
    {
        var step = Kernel.Micros.PerUnit / (long)Math.Pow(10, Currencies.MinorDigits(Currency));
        var half = Micros < 0 ? -(step / 2) : step / 2;
        return this with { Micros = (Micros + half) / step * step };
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kernel.Micros.ToUnits(Micros)} {Currency}");
}

public static class Currencies
{
    private static readonly HashSet<string> NoMinor = ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"];
    private static readonly HashSet<string> ThreeDigits = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

    /// <summary>Those to choose from in forms; files may have any.</summary>
    public static IReadOnlyList<string> Offered { get; } =
    [
        "AED", "ARS", "AUD", "BGN", "BHD", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JOD", "JPY",
        "KES", "KRW", "KWD", "MAD", "MOP", "MXN", "MYR", "NGN", "NOK", "NZD", "OMR", "PEN", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "SAR", "SEK", "SGD", "THB", "TND", "TRY",
        "TWD", "UAH", "USD", "UYU", "VND", "ZAR",
    ];

    /// <summary>The ISO 4217 exponent: KRW 0, USD 2, KWD 3; unknown codes 2.</summary>
    public static int MinorDigits(string currency) => NoMinor.Contains(currency) ? 0 : ThreeDigits.Contains(currency) ? 3 : 2;

    public static bool IsCode(string? text) => text is { Length: 3 } && text.All(char.IsAsciiLetterUpper);
}
