using QRCoder;

namespace Patron.Messaging.SendMessages;

/// <summary>A coupon to show at the till: the code as a picture.</summary>
internal static class Coupons
{
    private const int Pixels = 6;

    public static Attachment Picture(string code)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(code, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(data);
        return new($"coupon-{code}.png", "image/png", picture.GetGraphic(Pixels));
    }
}
