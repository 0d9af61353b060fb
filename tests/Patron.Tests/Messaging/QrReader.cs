using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Patron.Tests.Messaging;

/// <summary>Reads a QR code of version 1 as a scanner does (ISO/IEC 18004): the mask from the format bits, then the data bits from right to left, in the alphanumeric mode.</summary>
internal static partial class QrReader
{
    private const int Size = 21, Quiet = 4, FormatMask = 0x5412, Alphanumeric = 2;
    private const string Signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    /// <summary>From a drawing in which each unit is a module: a path of dark strips with the quiet zone around it.</summary>
    public static string ReadSvg(string svg)
    {
        var dark = new bool[Size, Size];
        foreach (Match strip in DarkStrip().Matches(svg))
        {
            var (x, y, width, height) = (At(strip, 1), At(strip, 2), At(strip, 3), At(strip, 4));
            for (var row = y; row < y + height; row++)
                for (var column = x; column < x + width; column++) dark[row - Quiet, column - Quiet] = true;
        }
        return Read(dark);

        static int At(Match strip, int group) => int.Parse(strip.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    private static string Read(bool[,] dark)
    {
        (int Row, int Column)[] format = [.. Enumerable.Range(0, 6).Select(c => (8, c)), (8, 7), (8, 8), (7, 8), .. Enumerable.Range(0, 6).Select(r => (5 - r, 8))];
        var mask = ((format.Aggregate(0, (bits, at) => (bits << 1) | (dark[at.Row, at.Column] ? 1 : 0)) ^ FormatMask) >> 10) & 7;
        var bits = Way().Select(at => dark[at.Row, at.Column] ^ IsMasked(mask, at.Row, at.Column)).ToArray();
        var place = 0;
        Assert.Equal(Alphanumeric, Take(4));
        var (count, text) = (Take(9), new StringBuilder());
        for (var left = count; left > 0; left -= 2)
        {
            if (left == 1)
            {
                text.Append(Signs[Take(6)]);
                break;
            }
            var pair = Take(11);
            text.Append(Signs[pair / 45]).Append(Signs[pair % 45]);
        }
        return text.ToString();

        int Take(int many)
        {
            var value = 0;
            for (var i = 0; i < many; i++) value = (value << 1) | (bits[place++] ? 1 : 0);
            return value;
        }
    }

    /// <summary>Pairs of columns from the right, up and down in turn, around what is drawn for the scanner alone.</summary>
    private static IEnumerable<(int Row, int Column)> Way()
    {
        var up = true;
        for (var right = Size - 1; right > 0; right -= 2)
        {
            if (right == 6) right--;
            for (var step = 0; step < Size; step++)
            {
                var row = up ? Size - 1 - step : step;
                foreach (var column in (int[])[right, right - 1])
                    if (row != 6 && !(row < 9 && (column < 9 || column > 12)) && !(row > 12 && column < 9)) yield return (row, column);
            }
            up = !up;
        }
    }

    private static bool IsMasked(int mask, int i, int j) => 0 == mask switch
    {
        0 => (i + j) % 2, 1 => i % 2, 2 => j % 3, 3 => (i + j) % 3, 4 => ((i / 2) + (j / 3)) % 2, 5 => (i * j % 2) + (i * j % 3), 6 => ((i * j % 2) + (i * j % 3)) % 2, _ => (((i + j) % 2) + (i * j % 3)) % 2,
    };

    [GeneratedRegex("M([0-9]+) ([0-9]+)h([0-9]+)v([0-9]+)h-")]
    private static partial Regex DarkStrip();
}
